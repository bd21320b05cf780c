import { type ReactNode, useState } from 'react'
import { toText } from '../fields/value.ts'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { MailPreview } from './mail-preview.tsx'
import type { Nested } from './nested.ts'
import type { MailPath } from './sample-mail.ts'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

const templates = [
  'verificationTemplate',
  'resetPasswordTemplate',
  'confirmEmailChangeTemplate',
  'otp.emailTemplate',
  'authAlert.emailTemplate',
] as const satisfies readonly MailPath[]

interface MailTemplatesProps {
  at: Nested
  problemOf: ProblemOf
  form: CollectionForm
}

/** What people are mailed, one mail at a time. */
export function MailTemplates({ at, problemOf, form }: MailTemplatesProps): ReactNode {
  const { collection } = useMessages()
  const words = collection.auth
  const [shown, setShown] = useState<MailPath>('verificationTemplate')
  return (
    <>
      <Field
        label={words.mail}
        problem={templates.some((path) => problemOf.has(path)) ? words.mailWrong : undefined}
      >
        {(control) => (
          <Select
            {...control}
            value={shown}
            options={templates.map((path) => [path, words.mailNames[path]] as const)}
            onPick={setShown}
          />
        )}
      </Field>
      <Field label={words.subject} problem={problemOf(`${shown}.subject`)}>
        {(control) => (
          <input
            {...control}
            value={toText(at.get(`${shown}.subject`) ?? '')}
            onChange={(event) => at.set(`${shown}.subject`, event.target.value)}
            className={controlLook(control['aria-invalid'], 'h-8.5')}
          />
        )}
      </Field>
      <Field label={words.body} help={words.bodyHelp} problem={problemOf(`${shown}.body`)}>
        {(control) => (
          <Textarea
            {...control}
            rows={8}
            spellCheck={false}
            value={toText(at.get(`${shown}.body`) ?? '')}
            onChange={(event) => at.set(`${shown}.body`, event.target.value)}
            className="font-mono text-xs"
          />
        )}
      </Field>
      <MailPreview
        path={shown}
        subject={toText(at.get(`${shown}.subject`) ?? '')}
        body={toText(at.get(`${shown}.body`) ?? '')}
        codeLength={Number(at.get('otp.length') ?? 8)}
        fields={form.draft.fields.map(({ name, type, hidden }) => ({ name, type, hidden }))}
      />
    </>
  )
}
