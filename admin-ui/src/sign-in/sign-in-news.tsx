import type { ReactNode } from 'react'
import { explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { explainRefusal } from './explain-refusal.ts'
import type { SignIn } from './use-sign-in.ts'

const fields = ['identity', 'password', 'email', 'code']

/** Why somebody is here, what was shown already, and what was wrong. It is always there, so that it is read out. */
export function SignInNews({ signIn, ended }: { signIn: SignIn; ended?: string | undefined }): ReactNode {
  const messages = useMessages()
  const { signIn: words } = messages
  const { error, first, way } = signIn
  const isUnder = fields.some((field) => explainField(error, field, messages) !== undefined)
  return (
    <div aria-live="polite" className="flex flex-col gap-3 empty:-mb-5">
      {error === undefined && first === undefined && ended !== undefined && (
        <Notice kind="info">{ended === 'changed' ? words.changed : words.ended}</Notice>
      )}
      {first !== undefined && <Notice kind="ok">{words.shown[first]}</Notice>}
      {error !== undefined && !isUnder && (
        <Notice kind="danger">
          {explainRefusal(error, { way, isSecond: first !== undefined }, messages)}
        </Notice>
      )}
    </div>
  )
}
