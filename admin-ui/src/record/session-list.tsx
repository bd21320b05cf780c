import { sessionsOf } from '@dapur/sdk/auth'
import type { ReactNode } from 'react'
import { dapur } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { CredentialList } from './credential-list.tsx'

interface SessionListProps {
  collection: string
  /** Of whom; without it of who is signed in. */
  record?: string
  /** What can be done with all of them. */
  children?: ReactNode
}

/** Where an account is signed in. The session that this page has ends by signing out, not here. */
export function SessionList({ collection, record, children }: SessionListProps): ReactNode {
  const { account } = useMessages()
  const sessions = sessionsOf(dapur, collection)
  return (
    <CredentialList
      title={account.sessions}
      empty={account.noSessions}
      remove={account.endSession}
      queryKey={['sessions', collection, record ?? '']}
      load={async (signal) =>
        (await sessions.list({ record, signal })).map(({ id, device, address, lastSeen, current }) => ({
          id,
          name: device || account.unknownDevice,
          detail: [current ? account.here : '', address, account.lastSeen(lastSeen)]
            .filter(Boolean)
            .join(' · '),
          isFixed: current,
        }))
      }
      onRemove={(id) => sessions.revoke(id, { record })}
    >
      {children}
    </CredentialList>
  )
}
