import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { ChangeDialog } from './change-dialog.tsx'

/** The address and the password that one signs in with. */
export function SignInData({ email }: { email: string }): ReactNode {
  const { common, mine } = useMessages()
  const [open, setOpen] = useState<'email' | 'password'>()
  const lines = [
    ['email', common.email, email],
    ['password', common.password, mine.passwordLead],
  ] as const
  return (
    <>
      {lines.map(([of, title, lead]) => (
        <section key={of} className="flex items-center gap-4 border-b border-line py-3.5 last:border-0">
          <div className="min-w-0 grow">
            <h3 className="text-sm font-medium">{title}</h3>
            <p className="mt-0.5 text-sm break-words text-text-2">{lead}</p>
          </div>
          <Button onClick={() => setOpen(of)}>{mine.change[of]}</Button>
        </section>
      ))}
      {open !== undefined && <ChangeDialog of={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}
