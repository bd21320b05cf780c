import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { useTitle } from '../use-title.ts'
import type { Operation, Parameter, Schemas } from './api-document.ts'
import { MethodChip } from './method-chip.tsx'
import { OperationCode } from './operation-code.tsx'
import { SchemaTree } from './schema-tree.tsx'
import { Section } from './section.tsx'
import { TryPanel } from './try-panel.tsx'

interface ViewProps {
  operation: Operation
  schemas: Schemas
  token: string | undefined
}

/** One operation: what it takes and answers at the left, code and a try at the right. */
export function OperationView({ operation, schemas, token }: ViewProps): ReactNode {
  const { summary, method, path, tag } = operation
  useTitle(summary)
  return (
    <article className="px-4 pt-6 pb-16 sm:px-8">
      <p className="pb-0.5 text-sm text-text-3">{tag}</p>
      <h2 className="text-xl font-semibold tracking-tight text-balance">{summary}</h2>
      <div className="mt-2 flex min-w-0 items-center gap-2">
        <MethodChip method={method} />
        <code className="min-w-0 font-mono text-xs break-all text-text-2">{path}</code>
        <CopyButton text={path} />
      </div>
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-8 min-[80rem]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Description operation={operation} schemas={schemas} />
        <div className="flex min-w-0 flex-col gap-8">
          <OperationCode operation={operation} schemas={schemas} />
          <TryPanel key={operation.id} operation={operation} schemas={schemas} token={token} />
        </div>
      </div>
    </article>
  )
}

function Description({ operation, schemas }: Omit<ViewProps, 'token'>): ReactNode {
  const { reference } = useMessages()
  const { parameters, bodies, answer, answerType, status } = operation
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <Parameters title={reference.pathTitle} parameters={parameters.filter((each) => each.in === 'path')} />
      <Parameters
        title={reference.queryTitle}
        parameters={parameters.filter((each) => each.in === 'query')}
      />
      {bodies[0] && (
        <Section title={reference.bodyTitle} note={bodies.map(([type]) => type).join(', ')}>
          <SchemaTree schema={bodies[0][1]} schemas={schemas} />
        </Section>
      )}
      <Section title={reference.answerTitle} note={answerType === '' ? status : `${status} ${answerType}`}>
        {answer ? (
          <SchemaTree schema={answer} schemas={schemas} />
        ) : (
          <p className="text-sm text-text-2">{reference.noBody}</p>
        )}
        <p className="pt-3 text-xs text-text-3">{reference.errorsNote}</p>
      </Section>
    </div>
  )
}

function Parameters({ title, parameters }: { title: string; parameters: readonly Parameter[] }): ReactNode {
  if (parameters.length === 0) return null
  return (
    <Section title={title}>
      <dl className="divide-y divide-line border-y border-line">
        {parameters.map(({ name, description }) => (
          <div
            key={name}
            className="grid grid-cols-[minmax(0,120px)_minmax(0,1fr)] items-baseline gap-3 py-2"
          >
            <dt className="font-mono text-xs font-medium break-words">{name}</dt>
            <dd className="text-xs text-pretty break-words text-text-2">{description}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
