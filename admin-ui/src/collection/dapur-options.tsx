import type { ReactNode } from 'react'
import { toTexts } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Group } from './group.tsx'
import type { Nested } from './nested.ts'
import { NestedNumber, NestedSwitch } from './nested-inputs.tsx'
import { TagsInput } from './tags-input.tsx'
import type { ProblemOf } from './use-problems.ts'

/** A quarter of an hour and a month, in seconds: what sessions begin with. */
const SESSION = { access: 900, refresh: 2_592_000 }

/** What Dapur has beyond the contract: passkeys, TOTP, anonymous accounts, API keys, sessions. */
export function DapurOptions({ at, problemOf }: { at: Nested; problemOf: ProblemOf }): ReactNode {
  const { collection } = useMessages()
  const words = collection.auth
  const shared = { at, problemOf }
  const hasSessions = at.get('dapur.sessions.enabled') === true
  return (
    <Group title={words.more} lead={words.moreLead}>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <NestedSwitch
          {...shared}
          path="dapur.passkey.enabled"
          label={words.passkey}
          help={words.passkeyHelp}
        />
        <NestedSwitch {...shared} path="dapur.totp.enabled" label={words.totp} help={words.totpHelp} />
        <NestedSwitch
          {...shared}
          path="dapur.anonymous.enabled"
          label={words.anonymous}
          help={words.anonymousHelp}
        />
        <NestedSwitch
          {...shared}
          path="dapur.apiKeys.enabled"
          label={words.apiKeys}
          help={words.apiKeysHelp}
        />
        <NestedSwitch
          {...shared}
          path="dapur.sessions.enabled"
          label={words.sessions}
          help={words.sessionsHelp}
        />
      </div>
      {at.get('dapur.passkey.enabled') === true && (
        <Field label={words.origins} help={words.originsHelp} problem={problemOf('dapur.passkey.origins.0')}>
          {(control) => (
            <TagsInput
              {...control}
              values={toTexts(at.get('dapur.passkey.origins') ?? [])}
              onChange={(origins) => at.set('dapur.passkey.origins', origins)}
            />
          )}
        </Field>
      )}
      {hasSessions && (
        <div className="grid gap-4 sm:grid-cols-2">
          <div className="sm:col-span-2">
            <NestedSwitch {...shared} path="dapur.sessions.refreshTokens" label={words.refreshTokens} />
          </div>
          <NestedNumber
            {...shared}
            path="dapur.sessions.accessDuration"
            label={words.access}
            unit={words.seconds}
            fallback={SESSION.access}
          />
          <NestedNumber
            {...shared}
            path="dapur.sessions.refreshDuration"
            label={words.refresh}
            unit={words.seconds}
            fallback={SESSION.refresh}
          />
        </div>
      )}
    </Group>
  )
}
