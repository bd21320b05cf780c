import { type CollectionJson, filter, type RecordJson } from '@dapur/sdk'
import { totpOf } from '@dapur/sdk/auth'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { dapur } from '../dapur.ts'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { AccountAction } from './account-action.tsx'
import { CredentialList } from './credential-list.tsx'
import { Impersonate } from './impersonate.tsx'
import { hasPasskeys, hasTotp, keepsSessions } from './keeps.ts'
import { PasskeyList } from './passkey-list.tsx'
import { SessionList } from './session-list.tsx'

interface AccountTabProps {
  collection: CollectionJson
  record: RecordJson
}

/** What belongs to an account besides its fields: mails, sessions, keys, and the ways in of other services. */
export function AccountTab({ collection, record }: AccountTabProps): ReactNode {
  const path = `/api/collections/${encodeURIComponent(collection.name)}`
  return (
    <div className="flex flex-col px-5 py-2">
      <Mails collection={collection} record={record} />
      {keepsSessions(collection) && <SessionList collection={collection.name} record={record.id} />}
      {hasPasskeys(collection) && <PasskeyList collection={collection.name} record={record.id} />}
      {hasTotp(collection) && <AppRemoval collection={collection} record={record} />}
      <Links collection={collection} record={record} />
      <Impersonate path={path} record={record} />
      <SignOut collection={collection} record={record} />
    </div>
  )
}

function Mails({ collection, record }: AccountTabProps): ReactNode {
  const { account } = useMessages()
  const email = toText(record['email'] ?? '')
  const accounts = dapur.collection(collection.name)
  if (email === '') return null
  return (
    <>
      {record['verified'] === true ? (
        <AccountAction title={account.verified} lead={account.verifiedLead(email)} />
      ) : (
        <>
          <AccountAction
            title={account.sendVerification}
            lead={account.sendVerificationLead(email)}
            button={account.send}
            done={account.sent(email)}
            act={() => accounts.requestVerification(email)}
          />
          <AccountAction
            title={account.markVerified}
            lead={account.markVerifiedLead}
            button={account.mark}
            done={account.marked}
            act={() => accounts.update(record.id, { verified: true })}
            changes={collection.name}
          />
        </>
      )}
      <AccountAction
        title={account.sendReset}
        lead={account.sendResetLead(email)}
        button={account.send}
        done={account.sent(email)}
        act={() => accounts.requestPasswordReset(email)}
      />
    </>
  )
}

/** For somebody who has lost the phone with the app. */
function AppRemoval({ collection, record }: AccountTabProps): ReactNode {
  const { account } = useMessages()
  const app = totpOf(dapur, collection.name)
  const { data } = useQuery({
    queryKey: ['totp', collection.name, record.id],
    queryFn: ({ signal }) => app.status({ record: record.id, signal }),
  })
  if (data?.enabled !== true) return null
  return (
    <AccountAction
      title={account.app}
      lead={account.appLead(data.recoveryCodes)}
      button={account.removeApp}
      done={account.appRemoved}
      question={account.removeAppQuestion}
      act={() => app.remove(undefined, { record: record.id })}
    />
  )
}

function Links({ collection, record }: AccountTabProps): ReactNode {
  const { account } = useMessages()
  const links = dapur.collection('_externalAuths')
  return (
    <CredentialList
      title={account.links}
      empty={account.noLinks}
      remove={account.unlink}
      queryKey={['links', collection.name, record.id]}
      load={async (signal) => {
        const wanted = filter`collectionRef = ${collection.id} && recordRef = ${record.id}`
        const { items } = await links.list({ filter: wanted, perPage: 200, skipTotal: true, signal })
        return items.map((link) => ({
          id: link.id,
          name: toText(link['provider']),
          detail: toText(link['providerId']),
        }))
      }}
      onRemove={(id) => links.delete(id)}
    />
  )
}

function SignOut({ collection, record }: AccountTabProps): ReactNode {
  const { account } = useMessages()
  return (
    <AccountAction
      title={account.signOut}
      lead={account.signOutLead}
      button={account.signOutButton}
      done={account.signedOut}
      question={account.signOutQuestion}
      // Every token is signed with this key: with another one, none of them is good any more.
      act={() => dapur.collection(collection.name).update(record.id, { 'tokenKey:autogenerate': '' })}
      changes={collection.name}
    />
  )
}
