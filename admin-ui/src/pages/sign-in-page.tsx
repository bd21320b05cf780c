import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { CodeLine } from '../parts/code-line.tsx'
import { Entrance } from '../parts/entrance.tsx'
import { AppCodeForm } from '../sign-in/app-code-form.tsx'
import { ForgottenPassword } from '../sign-in/forgotten-password.tsx'
import { MailCodeForm } from '../sign-in/mail-code-form.tsx'
import { OtherWays } from '../sign-in/other-ways.tsx'
import { PasskeyForm } from '../sign-in/passkey-form.tsx'
import { PasswordForm } from '../sign-in/password-form.tsx'
import { SignInNews } from '../sign-in/sign-in-news.tsx'
import { type SignIn, useSignIn } from '../sign-in/use-sign-in.ts'
import type { Way } from '../sign-in/ways.ts'

const route = getRouteApi('/sign-in')

const forms: Readonly<Record<Way, ComponentType<{ signIn: SignIn }>>> = {
  password: PasswordForm,
  otp: MailCodeForm,
  totp: AppCodeForm,
  passkey: PasskeyForm,
}

/** Sign-in for superusers, by what the server says. Afterwards the person is where they wanted to go. */
export function SignInPage(): ReactNode {
  const { signIn: words } = useMessages()
  const router = useRouter()
  const { next, ended } = route.useSearch()
  const [hasForgotten, setForgotten] = useState(false)
  const signIn = useSignIn(() => router.history.replace(next ?? '/'))
  const { way, first } = signIn
  const Form = forms[way]
  const forget = (is: boolean): void => {
    signIn.take('password')
    setForgotten(is)
  }
  if (hasForgotten) {
    return (
      <Entrance title={words.forgotTitle} lead={words.forgotLead}>
        <SignInNews signIn={signIn} />
        <ForgottenPassword signIn={signIn} onBack={() => forget(false)} />
        <Terminal />
      </Entrance>
    )
  }
  const isSecond = first !== undefined
  return (
    <Entrance
      title={isSecond ? words.secondTitle : words.title}
      lead={isSecond ? words.secondLead : words.lead}
    >
      <SignInNews signIn={signIn} ended={ended} />
      <Form key={`${way} ${first}`} signIn={signIn} />
      <OtherWays signIn={signIn} />
      {!isSecond && (
        <Terminal>
          {signIn.methods?.dapur?.mail?.enabled && (
            <Button className="mb-2 h-9.5" onClick={() => forget(true)}>
              {words.forgotByMail}
            </Button>
          )}
        </Terminal>
      )}
    </Entrance>
  )
}

/** The way in for who can reach the machine itself. */
function Terminal({ children }: { children?: ReactNode }): ReactNode {
  const { signIn: words } = useMessages()
  return (
    <div className="mt-3 flex flex-col gap-2 border-t border-line pt-5">
      {children}
      <p className="text-xs text-text-3">{words.forgot}</p>
      <CodeLine code="npm run dapur -- superuser upsert EMAIL PASSWORD" />
    </div>
  )
}
