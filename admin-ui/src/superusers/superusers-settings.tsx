import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Unplug } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useSession } from '../account/use-session.ts'
import { SUPERUSERS } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { methodsQuery } from '../sign-in/methods-query.ts'
import { waysOf } from '../sign-in/ways.ts'
import { RemoveSuperuser } from './remove-superuser.tsx'
import { SuperuserDialog } from './superuser-dialog.tsx'
import { SuperuserLine } from './superuser-line.tsx'
import { LISTED, type Superuser, superusersQuery } from './superusers-query.ts'

/** What is open above the list. */
type Open = { readonly what: 'new' } | { readonly what: 'password' | 'remove'; readonly superuser: Superuser }

/** The page of the superusers: who they are and how they sign in. */
export function SuperusersSettings(): ReactNode {
  const messages = useMessages()
  const { superusers } = messages
  const own = useSession()?.record.id
  const { data, error } = useQuery(superusersQuery)
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)
  return (
    <section className="flex max-w-170 flex-col gap-5">
      <div className="flex flex-wrap items-start gap-4">
        <p className="min-w-56 grow basis-0 text-sm text-pretty text-text-2">{superusers.lead}</p>
        <Button look="primary" onClick={() => setOpen({ what: 'new' })}>
          <Plus size={15} strokeWidth={1.75} aria-hidden />
          {superusers.add}
        </Button>
      </div>
      {error && <EmptyState icon={Unplug} title={superusers.failedTitle} lead={explain(error, messages)} />}
      {data && (
        <ul>
          {data.superusers.map((superuser) => (
            <SuperuserLine
              key={superuser.id}
              superuser={superuser}
              isOwn={superuser.id === own}
              onPassword={() => setOpen({ what: 'password', superuser })}
              onRemove={() => setOpen({ what: 'remove', superuser })}
            />
          ))}
        </ul>
      )}
      {data && data.total > LISTED && (
        <p className="text-sm text-text-3">
          {superusers.moreRecords(LISTED)}{' '}
          <Link to="/collections/$name" params={{ name: SUPERUSERS }} className={linkLook}>
            {superusers.all}
          </Link>
        </p>
      )}
      <WaysIn />
      {open?.what === 'new' && <SuperuserDialog superuser={undefined} onClose={close} />}
      {open?.what === 'password' && <SuperuserDialog superuser={open.superuser} onClose={close} />}
      {open?.what === 'remove' && (
        <RemoveSuperuser superuser={open.superuser} isOwn={open.superuser.id === own} onClose={close} />
      )}
    </section>
  )
}

/** What the collection asks of those who sign in. */
function WaysIn(): ReactNode {
  const { superusers } = useMessages()
  const { data: methods } = useQuery(methodsQuery)
  if (!methods) return null
  const isTwofold = methods.mfa.enabled
  const withApp = methods.dapur?.totp?.enabled === true
  const ways = [...waysOf(methods), ...(isTwofold && withApp ? (['totp'] as const) : [])]
  const names = ways.map((way) => superusers.ways[way])
  return (
    <div className="text-sm text-pretty">
      <h2 className="font-medium">{superusers.waysTitle}</h2>
      <p className="mt-1 text-text-2">
        {[superusers.waysAre(names, isTwofold), !isTwofold && withApp && superusers.appToo]
          .filter(Boolean)
          .join(' ')}
      </p>
      <p className="mt-1">
        <Link
          to="/collections/$name/edit"
          params={{ name: SUPERUSERS }}
          search={{ tab: 'auth' }}
          className={linkLook}
        >
          {superusers.changeWays}
        </Link>
      </p>
    </div>
  )
}

const linkLook = 'text-accent-text underline underline-offset-2'
