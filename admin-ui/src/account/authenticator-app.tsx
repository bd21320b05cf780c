import { totpOf } from '@dapur/sdk/auth'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { tell } from '../record/notes.ts'
import { type BegunApp, EnrolApp } from './enrol-app.tsx'
import { RemoveApp } from './remove-app.tsx'

/** The authenticator app of who is signed in: set up, replaced or given up. */
export function AuthenticatorApp(): ReactNode {
  const messages = useMessages()
  const { account, mine } = messages
  const queries = useQueryClient()
  const [open, setOpen] = useState<{ deed: 'enrol' | 'remove'; start?: BegunApp }>()
  const app = totpOf(dapur, SUPERUSERS)
  const { data } = useQuery({
    queryKey: ['totp', SUPERUSERS, ''],
    queryFn: ({ signal }) => app.status({ signal }),
  })
  const isOn = data?.enabled === true
  const setUp = async (): Promise<void> => {
    if (isOn) return setOpen({ deed: 'enrol' })
    try {
      setOpen({ deed: 'enrol', start: await app.begin() })
    } catch (refusal) {
      tell({ text: explain(refusal, messages), kind: 'wrong' })
    }
  }
  const close = (): void => {
    setOpen(undefined)
    void queries.invalidateQueries({ queryKey: ['totp'] })
  }
  return (
    <section className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-3.5 last:border-0">
      <div className="min-w-60 grow basis-0">
        <h3 className="text-sm font-medium">{account.app}</h3>
        <p className="mt-0.5 text-sm text-pretty text-text-2">
          {isOn ? account.appLead(data.recoveryCodes) : mine.noApp}
        </p>
      </div>
      <div className="flex gap-2">
        {isOn && <Button onClick={() => setOpen({ deed: 'remove' })}>{account.removeApp}</Button>}
        {data !== undefined && (
          <Button onClick={() => void setUp()}>{isOn ? mine.replaceApp : mine.setUpApp}</Button>
        )}
      </div>
      {open?.deed === 'enrol' && <EnrolApp start={open.start} onClose={close} />}
      {open?.deed === 'remove' && <RemoveApp onClose={close} />}
    </section>
  )
}
