import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { CodeLine } from '../parts/code-line.tsx'
import { useTitle } from '../use-title.ts'
import type { Operation } from './api-document.ts'

/** What the page is about, before an operation is chosen. */
export function Overview({ operations }: { operations: readonly Operation[] }): ReactNode {
  const { reference } = useMessages()
  const { origin } = window.location
  useTitle(reference.title)
  const groups = [...Map.groupBy(operations, ({ tag }) => tag)]
  return (
    <div className="max-w-180 px-4 pt-8 pb-16 sm:px-8">
      <p className="text-lg text-pretty text-text-2">{reference.lead}</p>
      <dl className="mt-8 flex flex-col gap-6">
        <Fact title={reference.baseUrl} code={origin} />
        <Fact title={reference.tokenTitle} lead={reference.tokenLead} code="Authorization: TOKEN" />
        <Fact
          title={reference.documentTitle}
          lead={reference.documentLead}
          code={`${origin}/api/openapi.json`}
        />
      </dl>
      <h2 className="mt-10 mb-2 text-sm font-semibold">{reference.operations}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {groups.map(([tag, items]) => (
          <li key={tag}>
            <Link
              to="/reference"
              search={(now) => ({ ...now, op: items[0]?.id })}
              className="flex h-10 items-center gap-3 rounded-control text-sm hover:text-accent-text"
            >
              <span className="min-w-0 grow truncate font-medium">{tag}</span>
              <span className="shrink-0 text-xs text-text-3 tabular-nums">
                {reference.count(items.length)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Fact({ title, lead, code }: { title: string; lead?: string; code: string }): ReactNode {
  return (
    <div>
      <dt className="text-sm font-semibold">{title}</dt>
      <dd className="mt-1.5 flex flex-col gap-2">
        {lead !== undefined && <span className="text-sm text-text-2">{lead}</span>}
        <CodeLine code={code} />
      </dd>
    </div>
  )
}
