import { readToken } from '@dapur/sdk'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { explain, explainField, hasStatus } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { CodeLine } from '../parts/code-line.tsx'
import { Entrance } from '../parts/entrance.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'

/** The first run: the token of the one-time link creates the first superuser (contract services.md §8.5). */
export function InstallPage(): ReactNode {
  const { token = '' } = useParams({ strict: false })
  // Another link is another try.
  return <Link key={token} token={token} />
}

function Link({ token }: { token: string }): ReactNode {
  const [isSpent, setSpent] = useState(() => isOver(token))
  return isSpent ? <SpentLink /> : <InstallForm token={token} onSpent={() => setSpent(true)} />
}

function InstallForm({ token, onSpent }: { token: string; onSpent: () => void }): ReactNode {
  const messages = useMessages()
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await createSuperuser(token, form)
      await navigate({ to: '/', replace: true })
    } catch (refusal) {
      // The placeholder account is gone or its token is over: the server sees a guest.
      if (hasStatus(refusal, 401, 403)) onSpent()
      setError(refusal)
      setBusy(false)
    }
  }

  const problemOf = (field: string): string | undefined => explainField(error, field, messages)
  const hasProblem = ['email', 'password', 'passwordConfirm'].some((field) => problemOf(field) !== undefined)
  const { common, install } = messages
  return (
    <Entrance title={install.title} lead={install.lead}>
      {error !== undefined && !hasProblem && <Notice kind="danger">{explain(error, messages)}</Notice>}
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-5" noValidate>
        <TextInput
          label={common.email}
          name="email"
          type="email"
          autoComplete="username"
          problem={problemOf('email')}
          // This form is all that there is to do here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
        <TextInput
          label={common.password}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={install.passwordHint}
          problem={problemOf('password')}
        />
        <TextInput
          label={install.repeat}
          name="passwordConfirm"
          type="password"
          autoComplete="new-password"
          problem={problemOf('passwordConfirm')}
        />
        <Button type="submit" look="primary" busy={isBusy} className="mt-1 h-9.5">
          {install.submit}
        </Button>
      </form>
    </Entrance>
  )
}

function SpentLink(): ReactNode {
  const { install } = useMessages()
  const navigate = useNavigate()
  return (
    <Entrance title={install.expiredTitle} lead={install.expiredLead}>
      <CodeLine code="npm run dapur -- superuser create EMAIL PASSWORD" />
      <Button onClick={() => void navigate({ to: '/sign-in' })} className="h-9.5">
        {install.signInInstead}
      </Button>
    </Entrance>
  )
}

/** Creates the account with the link's token, then signs in as it: the link's own account is gone by then. */
async function createSuperuser(token: string, form: FormData): Promise<void> {
  const email = textOf(form, 'email').trim()
  const password = textOf(form, 'password')
  const body = { email, password, passwordConfirm: textOf(form, 'passwordConfirm') }
  await dapur.send({ method: 'POST', path: `/api/collections/${SUPERUSERS}/records`, token, body })
  await dapur.collection(SUPERUSERS).signIn({ email, password })
}

/** By this machine's clock; the server decides when the form is sent. */
function isOver(token: string): boolean {
  const claims = readToken(token)
  return claims === undefined || (claims.exp !== undefined && claims.exp * 1000 <= Date.now())
}
