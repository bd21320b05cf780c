import type { CollectionJson } from '@dapur/sdk'
import { type ReactNode, useState } from 'react'
import { dapur } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { explain } from '../explain.ts'
import { Button } from '../parts/button.tsx'
import { tell } from '../record/notes.ts'
import { Question } from '../record/question.tsx'

/** As long as the secrets that the server makes (contract data.md §2.1). */
const LENGTH = 50
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

interface RenewSecretProps {
  stored: CollectionJson
  token: string
  /** What the token is for. */
  name: string
}

/** Gives the tokens of one kind another secret, at once: those that are out there end with it. */
export function RenewSecret({ stored, token, name }: RenewSecretProps): ReactNode {
  const messages = useMessages()
  const { renew } = messages.collection.auth
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      await dapur.collections.update(stored.id, { [token]: { secret: newSecret() } })
      tell({ text: renew.done(name), kind: 'done' })
    } catch (refusal) {
      tell({ text: explain(refusal, messages), kind: 'wrong' })
    }
    setBusy(false)
    setAsked(false)
  }
  return (
    <>
      <Button look="plain" aria-label={renew.of(name)} onClick={() => setAsked(true)}>
        {renew.button}
      </Button>
      {isAsked && (
        <Question
          title={renew.of(name)}
          confirm={renew.button}
          typed={stored.name}
          isDanger
          busy={isBusy}
          onConfirm={() => void run()}
          onCancel={() => setAsked(false)}
        >
          {token === 'authToken' ? renew.signsOut : renew.ends}
        </Question>
      )}
    </>
  )
}

/** Letters and digits, each as likely as the others: bytes beyond the last whole round are thrown away. */
function newSecret(): string {
  const whole = 256 - (256 % LETTERS.length)
  let secret = ''
  while (secret.length < LENGTH) {
    const [byte = whole] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < whole) secret += LETTERS.charAt(byte % LETTERS.length)
  }
  return secret
}
