import { type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { EmailForm } from './email-form.tsx'
import type { SignIn } from './use-sign-in.ts'

/** A link by mail with which a new password is chosen (contract services.md §2.8). */
export function ForgottenPassword({ signIn, onBack }: { signIn: SignIn; onBack: () => void }): ReactNode {
  const { signIn: words } = useMessages()
  const [sentTo, setSentTo] = useState<string>()
  const ask = (email: string): void => {
    void signIn.attempt(async () => {
      await dapur.collection(SUPERUSERS).requestPasswordReset(email)
      setSentTo(email)
    })
  }
  return (
    <>
      {sentTo === undefined ? (
        <EmailForm signIn={signIn} submit={words.sendLink} onEmail={ask} />
      ) : (
        <Notice kind="ok">{words.linkSent(sentTo)}</Notice>
      )}
      <Button look="plain" onClick={onBack}>
        {words.back}
      </Button>
    </>
  )
}
