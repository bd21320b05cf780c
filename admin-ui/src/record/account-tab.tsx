import { type CollectionJson, filter, type RecordJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { dapur } from '../dapur.ts'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { AccountAction } from './account-action.tsx'
import { CredentialList } from './credential-list.tsx'
import { Impersonate } from './impersonate.tsx'
import { hasPasskeys, keepsSessions } from './keeps.ts'

interface AccountTabProps {
  collection: CollectionJson
  record: RecordJson
}

/** What belongs to an account besides its fields: mails, sessions, keys, and the ways in of other services. */
export function AccountTab({ collection, record }: AccountTabProps): ReactNode {
  const path = `/api/collections/${encodeURIComponent(collection.name)}`
  const query = { record: record.id }
  return (
    <div className="flex flex-col px-5 py-2">
      <Mails collection={collection} record={record} />
      {keepsSessions(collection) && <Sessions path={path} record={record} />}
      {hasPasskeys(collection) && (
        <Passkeys
          list={`${path}/passkeys`}
          cacheKey={['passkeys', collection.name, record.id]}
          query={query}
        />
      )}
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

function Sessions({ path, record }: { path: string; record: RecordJson }): ReactNode {
  const { account } = useMessages()
  const query = { record: record.id }
  const list = `${path}/sessions`
  return (
    <CredentialList
      title={account.sessions}
      empty={account.noSessions}
      remove={account.endSession}
      queryKey={['sessions', path, record.id]}
      load={async (signal) => {
        const { items } = await dapur.send<{ items: SessionJson[] }>({
          method: 'GET',
          path: list,
          query,
          signal,
        })
        return items.map(({ id, device, address, lastSeen }) => ({
          id,
          name: device || account.unknownDevice,
          detail: [address, account.lastSeen(lastSeen)].filter(Boolean).join(' · '),
        }))
      }}
      onRemove={(id) => dapur.send({ method: 'DELETE', path: `${list}/${encodeURIComponent(id)}`, query })}
    />
  )
}

interface SessionJson {
  id: string
  device: string
  address: string
  lastSeen: string
}

interface PasskeysProps {
  list: string
  cacheKey: readonly string[]
  query: { record: string }
}

function Passkeys({ list, cacheKey, query }: PasskeysProps): ReactNode {
  const { account } = useMessages()
  return (
    <CredentialList
      title={account.passkeys}
      empty={account.noPasskeys}
      remove={account.removePasskey}
      queryKey={cacheKey}
      load={async (signal) => {
        const { items } = await dapur.send<{ items: PasskeyJson[] }>({
          method: 'GET',
          path: list,
          query,
          signal,
        })
        return items.map(({ id, name, lastUsed }) => ({
          id,
          name,
          detail: lastUsed === '' ? account.neverUsed : account.lastUsed(lastUsed),
        }))
      }}
      onRemove={(id) => dapur.send({ method: 'DELETE', path: `${list}/${encodeURIComponent(id)}`, query })}
    />
  )
}

interface PasskeyJson {
  id: string
  name: string
  lastUsed: string
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
