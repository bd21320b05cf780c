import type { CollectionJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useLate } from '../use-late.ts'
import { ActorChoice } from './actor-choice.tsx'
import { BodyInput } from './body-input.tsx'
import type { CollectionDraft } from './draft.ts'
import { ExplainTree } from './explain-tree.tsx'
import { RecordChoice } from './record-choice.tsx'
import { type Explanation, explainQuery, type RuleQuestion } from './rule-queries.ts'
import { type RuleName, rulesOf } from './rules-of.ts'

interface RulePlaygroundProps {
  stored: CollectionJson
  draft: CollectionDraft
  rule: RuleName
  onRule: (rule: RuleName) => void
  onClose: () => void
}

/** Tries a rule as it stands in the form: somebody, a record or a body, and what the rule says of them, part by part. */
export function RulePlayground(props: RulePlaygroundProps): ReactNode {
  const { stored, draft, rule, onRule, onClose } = props
  const { collection, common } = useMessages()
  const [actor, setActor] = useState<RuleQuestion['actor']>(null)
  const [record, setRecord] = useState('')
  const [body, setBody] = useState<Record<string, unknown>>({})
  const isCreate = rule === 'createRule'
  const hasBody = isCreate || rule === 'updateRule'
  const value = draft[rule]
  const question: RuleQuestion = {
    collection: stored.id,
    rule,
    text: typeof value === 'string' ? value : null,
    actor,
    ...(isCreate ? {} : { record }),
    ...(hasBody ? { body } : {}),
  }
  const isWhole = (isCreate || record !== '') && (actor === null || actor === 'superuser' || actor.id !== '')
  return (
    <Sheet label={collection.playground} side="right" onClose={onClose}>
      <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line pr-3 pl-5">
        <h2 className="min-w-0 grow truncate text-lg font-semibold">{collection.playground}</h2>
        <IconButton label={common.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      <div className="flex min-h-0 grow flex-col gap-5 overflow-y-auto p-5">
        <Field label={collection.rule}>
          {(control) => (
            <Select
              {...control}
              value={rule}
              options={rulesOf(draft.type).map((known) => [known, collection.rules[known].name] as const)}
              onPick={onRule}
            />
          )}
        </Field>
        <ActorChoice actor={actor} onChange={setActor} />
        {!isCreate && (
          <RecordChoice label={collection.record} target={stored} id={record} onChange={setRecord} />
        )}
        {hasBody && <BodyInput body={body} onChange={setBody} />}
        <Verdict question={isWhole ? question : undefined} />
      </div>
    </Sheet>
  )
}

function Verdict({ question }: { question: RuleQuestion | undefined }): ReactNode {
  const messages = useMessages()
  const { collection } = messages
  const asked = useLate(JSON.stringify(question ?? null), 150)
  const now = JSON.stringify(question ?? null)
  const { data, error } = useQuery(explainQuery(asked === now ? question : undefined))
  if (!question) return <p className="text-sm text-text-3">{collection.chooseFirst}</p>
  if (error) return <Notice kind="danger">{explain(error, messages)}</Notice>
  return data ? <Answer explanation={data} /> : null
}

function Answer({ explanation }: { explanation: Explanation }): ReactNode {
  const { collection } = useMessages()
  const { allowed, reason, tree } = explanation
  const Icon = allowed ? CircleCheck : CircleX
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <output
        className={`flex items-start gap-2.5 rounded-control bg-surface-2 px-3 py-2.5 text-sm ${allowed ? 'text-ok' : 'text-danger'}`}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden className="mt-px shrink-0" />
        <div>
          <p className="font-semibold">{allowed ? collection.allowed : collection.refused}</p>
          <p className="text-text-2">{collection.reasons[reason](allowed)}</p>
        </div>
      </output>
      {tree && <ExplainTree part={tree} />}
    </div>
  )
}
