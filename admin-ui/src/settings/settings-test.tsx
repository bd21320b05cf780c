import { type ReactNode, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { sendTestMail, testBucket } from './settings-calls.ts'

/** Tries what is stored: sends a mail, or writes to the bucket. */
export function SettingsTest({ of }: { of: 'mail' | 'storage' | 'backups' }): ReactNode {
  const messages = useMessages()
  const { settings } = messages
  const [email, setEmail] = useState('')
  const [outcome, setOutcome] = useState<{ error?: unknown }>()
  const [isBusy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    setBusy(true)
    setOutcome(undefined)
    try {
      await (of === 'mail' ? sendTestMail(email.trim()) : testBucket(of))
      setOutcome({})
    } catch (error) {
      setOutcome({ error })
    }
    setBusy(false)
  }
  const error = outcome?.error
  const problem = explainField(error, 'email', messages)
  return (
    <section
      aria-label={settings.test[of]}
      className="mt-8 flex max-w-150 flex-col gap-3 border-t border-line pt-5"
    >
      <h2 className="text-sm font-semibold">{settings.test[of]}</h2>
      <p className="text-xs text-text-3">{settings.testLead}</p>
      {of === 'mail' && (
        <TextInput
          label={settings.testAddress}
          type="email"
          value={email}
          problem={problem}
          onChange={(event) => setEmail(event.target.value)}
        />
      )}
      <Button busy={isBusy} onClick={() => void run()} className="self-start">
        {settings.test[of]}
      </Button>
      {outcome && error === undefined && <Notice kind="ok">{settings.testDone[of]}</Notice>}
      {error !== undefined && problem === undefined && (
        <Notice kind="danger">
          <span className="whitespace-pre-wrap">{explain(error, messages)}</span>
        </Notice>
      )}
    </section>
  )
}
