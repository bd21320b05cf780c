import { getRouteApi, useRouter } from '@tanstack/react-router'
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

const route = getRouteApi('/sign-in')

/** Sign-in for superusers. Afterwards the person is where they wanted to go. */
export function SignInPage(): ReactNode {
  const messages = useMessages()
  const router = useRouter()
  const { next, ended } = route.useSearch()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    try {
      const email = textOf(form, 'email').trim()
      await dapur.collection(SUPERUSERS).signIn({ email, password: textOf(form, 'password') })
      router.history.replace(next ?? '/')
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }

  const problemOf = (field: string): string | undefined => explainField(error, field, messages)
  const hasProblem = problemOf('identity') !== undefined || problemOf('password') !== undefined
  return (
    <Entrance title={messages.signIn.title} lead={messages.signIn.lead}>
      {ended !== undefined && error === undefined && <Notice kind="info">{messages.signIn.ended}</Notice>}
      {error !== undefined && !hasProblem && (
        <Notice kind="danger">
          {hasStatus(error, 400) ? messages.signIn.wrong : explain(error, messages)}
        </Notice>
      )}
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-5" noValidate>
        <TextInput
          label={messages.common.email}
          name="email"
          type="email"
          autoComplete="username"
          problem={problemOf('identity')}
          // Signing in is all that there is to do here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
        <TextInput
          label={messages.common.password}
          name="password"
          type="password"
          autoComplete="current-password"
          problem={problemOf('password')}
        />
        <Button type="submit" look="primary" busy={isBusy} className="mt-1 h-9.5">
          {messages.signIn.submit}
        </Button>
      </form>
      <div className="mt-3 flex flex-col gap-2 border-t border-line pt-5">
        <p className="text-xs text-text-3">{messages.signIn.forgot}</p>
        <CodeLine code="npm run dapur -- superuser upsert EMAIL PASSWORD" />
      </div>
    </Entrance>
  )
}
