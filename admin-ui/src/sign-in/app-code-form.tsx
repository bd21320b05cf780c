import { totpOf } from '@dapur/sdk/auth'
import type { ReactNode } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { CodeForm } from './code-form.tsx'
import type { SignIn } from './use-sign-in.ts'

/** The code that an authenticator app shows, or one of the recovery codes: always the second proof. */
export function AppCodeForm({ signIn }: { signIn: SignIn }): ReactNode {
  const { signIn: words } = useMessages()
  const show = (code: string): void => {
    void signIn.prove(({ mfaId = '' }) => totpOf(dapur, SUPERUSERS).signIn({ mfaId, code }))
  }
  return (
    <CodeForm
      signIn={signIn}
      label={words.appCode}
      hint={words.appCodeHint}
      field="code"
      isNumeric={false}
      onCode={show}
    />
  )
}
