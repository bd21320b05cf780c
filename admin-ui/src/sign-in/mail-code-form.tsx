import { type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { CodeForm } from './code-form.tsx'
import { EmailForm } from './email-form.tsx'
import type { SignIn } from './use-sign-in.ts'

/** A code that comes by mail: first the address, then the code (contract services.md §2.6). */
export function MailCodeForm({ signIn }: { signIn: SignIn }): ReactNode {
  const { signIn: words } = useMessages()
  const [otpId, setOtpId] = useState<string>()
  const accounts = dapur.collection(SUPERUSERS)
  const isMailed = signIn.methods?.dapur?.mail?.enabled === true
  if (otpId === undefined) {
    const ask = (email: string): void => {
      void signIn.attempt(async () => setOtpId((await accounts.requestOtp(email)).otpId))
    }
    return <EmailForm signIn={signIn} submit={words.sendCode} onEmail={ask} />
  }
  const minutes = Math.max(1, Math.round((signIn.methods?.otp.duration ?? 60) / 60))
  return (
    <>
      <CodeForm
        signIn={signIn}
        label={words.code}
        hint={isMailed ? words.codeSent(signIn.email, minutes) : words.codePrinted}
        field="password"
        isNumeric
        onCode={(code) => void signIn.prove((options) => accounts.signInWithOtp({ otpId, code }, options))}
      />
      <Button
        look="plain"
        onClick={() => {
          setOtpId(undefined)
          signIn.take('otp')
        }}
      >
        {words.otherCode}
      </Button>
    </>
  )
}
