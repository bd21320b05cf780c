import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { DapurOptions } from './dapur-options.tsx'
import { Group } from './group.tsx'
import { MailTemplates } from './mail-templates.tsx'
import { nestedOf } from './nested.ts'
import { NestedNumber, NestedRule, NestedSwitch } from './nested-inputs.tsx'
import { OAuth2Options } from './oauth2-options.tsx'
import { RenewSecret } from './renew-secret.tsx'
import { TagsInput } from './tags-input.tsx'
import { Field } from '../parts/field.tsx'
import { toTexts } from '../fields/value.ts'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

/** How people sign in to an auth collection, what they are mailed, and how long what they get is good for. */
export function AuthTab({ form, problemOf }: { form: CollectionForm; problemOf: ProblemOf }): ReactNode {
  const { collection } = useMessages()
  const words = collection.auth
  const at = nestedOf(form)
  const shared = { at, problemOf }
  return (
    <div className="flex max-w-200 flex-col px-4 pb-8 sm:px-6">
      <Group title={words.password} lead={words.passwordLead}>
        <NestedSwitch {...shared} path="passwordAuth.enabled" label={words.enabled} />
        <Field
          label={words.identityFields}
          help={words.identityHelp}
          problem={problemOf('passwordAuth.identityFields')}
        >
          {(control) => (
            <TagsInput
              {...control}
              values={toTexts(at.get('passwordAuth.identityFields') ?? [])}
              onChange={(names) => at.set('passwordAuth.identityFields', names)}
            />
          )}
        </Field>
      </Group>
      <Group title={words.otp} lead={words.otpLead}>
        <NestedSwitch {...shared} path="otp.enabled" label={words.enabled} />
        <div className="grid gap-4 sm:grid-cols-2">
          <NestedNumber {...shared} path="otp.duration" label={words.duration} unit={words.seconds} />
          <NestedNumber {...shared} path="otp.length" label={words.codeLength} />
        </div>
      </Group>
      <OAuth2Options {...shared} form={form} />
      <Group title={words.mfa} lead={words.mfaLead}>
        <NestedSwitch {...shared} path="mfa.enabled" label={words.enabled} />
        <div className="grid gap-4 sm:grid-cols-2">
          <NestedNumber {...shared} path="mfa.duration" label={words.duration} unit={words.seconds} />
          <NestedRule {...shared} path="mfa.rule" label={words.mfaRule} help={words.mfaRuleHelp} />
        </div>
      </Group>
      <DapurOptions {...shared} />
      <Group title={words.mails} lead={words.mailsLead}>
        <NestedSwitch {...shared} path="authAlert.enabled" label={words.alert} />
        <MailTemplates {...shared} form={form} />
      </Group>
      <Group title={words.tokens} lead={words.tokensLead}>
        <div className="grid gap-4 sm:grid-cols-2">
          {tokens.map((token) => (
            <div key={token} className="flex flex-col items-start gap-1">
              <NestedNumber
                {...shared}
                path={`${token}.duration`}
                label={words.tokenNames[token]}
                unit={words.seconds}
              />
              {form.stored && (
                <RenewSecret stored={form.stored} token={token} name={words.tokenNames[token]} />
              )}
            </div>
          ))}
        </div>
      </Group>
    </div>
  )
}

const tokens = [
  'authToken',
  'passwordResetToken',
  'emailChangeToken',
  'verificationToken',
  'fileToken',
] as const
