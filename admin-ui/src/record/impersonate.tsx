import type { AuthResult, RecordJson } from '@dapur/sdk'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { textOf } from '../form.ts'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { CodeLine } from '../parts/code-line.tsx'

const HOUR = 3600

/** Makes a token with which one acts as this account, for a time that is chosen. */
export function Impersonate({ path, record }: { path: string; record: RecordJson }): ReactNode {
  const messages = useMessages()
  const { account } = messages
  const id = useId()
  const [token, setToken] = useState<string>()
  const [error, setError] = useState<unknown>()
  const make = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const duration = Number(textOf(new FormData(event.currentTarget), 'duration'))
    setError(undefined)
    try {
      const { token: made } = await dapur.send<AuthResult>({
        method: 'POST',
        path: `${path}/impersonate/${encodeURIComponent(record.id)}`,
        body: { duration },
      })
      setToken(made)
    } catch (refusal) {
      setToken(undefined)
      setError(refusal)
    }
  }
  return (
    <section className="border-b border-line py-3.5">
      <h3 className="text-sm font-medium">{account.impersonate}</h3>
      <p className="mt-0.5 text-sm text-pretty text-text-2">{account.impersonateLead}</p>
      <form onSubmit={(event) => void make(event)} className="mt-2 flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          {account.impersonateFor}
        </label>
        <select id={id} name="duration" defaultValue={HOUR} className={controlLook(false, 'h-8.5 max-w-40')}>
          <option value={HOUR / 4}>{account.minutes(15)}</option>
          <option value={HOUR}>{account.hours(1)}</option>
          <option value={HOUR * 24}>{account.hours(24)}</option>
        </select>
        <Button type="submit">{account.makeToken}</Button>
      </form>
      {token !== undefined && (
        <div className="mt-2.5">
          <CodeLine code={token} />
        </div>
      )}
      {error !== undefined && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {explain(error, messages)}
        </p>
      )}
    </section>
  )
}
