import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AuthenticatorApp } from '../account/authenticator-app.tsx'
import { OtherSessions } from '../account/other-sessions.tsx'
import { RegisterPasskey } from '../account/register-passkey.tsx'
import { SignInData } from '../account/sign-in-data.tsx'
import { useSession } from '../account/use-session.ts'
import { Group } from '../collection/group.tsx'
import { SUPERUSERS } from '../dapur.ts'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { collectionsQuery } from '../queries.ts'
import { hasPasskeys, hasTotp, keepsSessions } from '../record/keeps.ts'
import { PasskeyList } from '../record/passkey-list.tsx'
import { SessionList } from '../record/session-list.tsx'

/** What the superuser who is signed in looks after alone: address, password, proofs and sessions. */
export function AccountPage(): ReactNode {
  const { mine } = useMessages()
  const session = useSession()
  const { data: collections = [] } = useQuery(collectionsQuery)
  const superusers = collections.find(({ name }) => name === SUPERUSERS)
  const email = toText(session?.record['email'] ?? '')
  const [withApp, withPasskeys, withSessions] = superusers
    ? [hasTotp(superusers), hasPasskeys(superusers), keepsSessions(superusers)]
    : []
  const off = [
    withApp === false && mine.offNames.app,
    withPasskeys === false && mine.offNames.passkeys,
    withSessions === false && mine.offNames.sessions,
  ].filter((name) => name !== false)
  return (
    <Frame title={mine.title}>
      <div className="min-h-0 grow overflow-y-auto border-t border-line px-4 sm:px-6">
        <div className="flex max-w-160 flex-col pb-8">
          <Group title={mine.dataTitle} lead={mine.dataLead}>
            <div className="-my-2 flex flex-col">
              <SignInData email={email} />
            </div>
          </Group>
          {(withApp || withPasskeys) && (
            <Group title={mine.proofsTitle} lead={mine.proofsLead}>
              <div className="-my-2 flex flex-col">
                {withApp && <AuthenticatorApp />}
                {withPasskeys && (
                  <PasskeyList collection={SUPERUSERS}>
                    <RegisterPasskey />
                  </PasskeyList>
                )}
              </div>
            </Group>
          )}
          {withSessions && (
            <Group title={mine.sessionsTitle} lead={mine.sessionsLead}>
              <div className="-my-2 flex flex-col">
                <SessionList collection={SUPERUSERS}>
                  <OtherSessions />
                </SessionList>
              </div>
            </Group>
          )}
          {off.length > 0 && (
            <p className="pt-6 text-sm text-pretty text-text-3">
              {mine.off(off)}{' '}
              <Link
                to="/collections/$name/edit"
                params={{ name: SUPERUSERS }}
                search={{ tab: 'auth' }}
                className="text-accent-text underline underline-offset-2"
              >
                {mine.offLink}
              </Link>
            </p>
          )}
        </div>
      </div>
    </Frame>
  )
}
