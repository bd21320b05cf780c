import { passkeysOf } from '@dapur/sdk/auth'
import type { ReactNode } from 'react'
import { dapur } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { CredentialList } from './credential-list.tsx'

interface PasskeyListProps {
  collection: string
  /** Of whom; without it of who is signed in. */
  record?: string
  /** How another one is added. */
  children?: ReactNode
}

/** The passkeys of an account. */
export function PasskeyList({ collection, record, children }: PasskeyListProps): ReactNode {
  const { account } = useMessages()
  const passkeys = passkeysOf(dapur, collection)
  return (
    <CredentialList
      title={account.passkeys}
      empty={account.noPasskeys}
      remove={account.removePasskey}
      rename={account.renamePasskey}
      queryKey={['passkeys', collection, record ?? '']}
      load={async (signal) =>
        (await passkeys.list({ record, signal })).map(({ id, name, lastUsed }) => ({
          id,
          name,
          detail: lastUsed === '' ? account.neverUsed : account.lastUsed(lastUsed),
        }))
      }
      onRemove={(id) => passkeys.delete(id, { record })}
      onRename={(id, name) => passkeys.rename(id, name, { record })}
    >
      {children}
    </CredentialList>
  )
}
