import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { RulePart, RuleSide } from './rule-queries.ts'

/** A rule part by part: what held, what did not, and the values that were compared. */
export function ExplainTree({ part }: { part: RulePart }): ReactNode {
  return (
    <ul aria-label={part.text} className="flex min-w-0 flex-col gap-2">
      <Part part={part} />
    </ul>
  )
}

function Part({ part }: { part: RulePart }): ReactNode {
  const { collection } = useMessages()
  const Icon = part.holds ? Check : X
  const mark = (
    <span className={`mt-0.5 shrink-0 ${part.holds ? 'text-ok' : 'text-danger'}`}>
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      <span className="sr-only">{part.holds ? collection.holds : collection.fails}</span>
    </span>
  )
  if (part.kind === 'compare') {
    return (
      <li className="flex min-w-0 gap-2">
        {mark}
        <div className="min-w-0">
          <code className="block font-mono text-xs break-words text-text-1">{part.text}</code>
          <Sides left={part.left} right={part.right} />
        </div>
      </li>
    )
  }
  return (
    <li className="min-w-0">
      <div className="flex gap-2 text-xs font-medium text-text-2">
        {mark}
        <span className="mt-px">{part.kind === 'all' ? collection.allOf : collection.anyOf}</span>
      </div>
      <ul className="mt-2 ml-1.5 flex min-w-0 flex-col gap-2 border-l border-line pl-3.5">
        {part.parts.map((child) => (
          <Part key={`${child.from}-${child.to}`} part={child} />
        ))}
      </ul>
    </li>
  )
}

/** What is written out needs no value beside it. */
function Sides({ left, right }: { left: RuleSide; right: RuleSide }): ReactNode {
  const shown = [left, right].filter(({ text }) => !/^(?:"|'|-?\d|true$|false$|null$)/.test(text))
  if (shown.length === 0) return null
  return (
    <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
      {shown.map((side) => (
        <div key={side.text} className="contents">
          <dt className="text-text-3">{side.text}</dt>
          <dd className="font-mono break-words">{valuesOf(side)}</dd>
        </div>
      ))}
    </dl>
  )
}

function valuesOf({ values, isCut }: RuleSide): string {
  if (values.length === 0) return '–'
  const words = values.map((value) => JSON.stringify(value))
  return [...words, ...(isCut ? ['…'] : [])].join(', ')
}
