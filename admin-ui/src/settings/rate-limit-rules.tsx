import { clsx } from 'clsx'
import { type ReactNode, useId, useRef } from 'react'
import { useMessages } from '../language.ts'
import { moved } from '../parts/moved.ts'
import { Sorting } from '../parts/sorting.tsx'
import { AddLine } from './add-line.tsx'
import { knownLabels, limitRulesIn, newRule } from './limit-rules.ts'
import { RateLimitRule } from './rate-limit-rule.tsx'
import { ruleColumns } from './rule-columns.ts'
import type { SettingListProps } from './setting-list.ts'
import { useLineKeys } from './use-line-keys.ts'

/** The rules of the rate limits: how often who may ask for what. */
export function RateLimitRules({ value, fixedBy, problemOf, onChange }: SettingListProps): ReactNode {
  const { settings } = useMessages()
  const { limits } = settings
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const rules = limitRulesIn(value)
  const { keys, move, remove } = useLineKeys(rules.length)
  const isFixed = fixedBy !== undefined
  const problem = problemOf('')
  return (
    <section aria-labelledby={`${id}-title`} className="flex flex-col gap-2">
      <h2 id={`${id}-title`} className="text-sm font-medium">
        {limits.title}
      </h2>
      <p className="text-xs text-pretty text-text-3">{isFixed ? settings.fixed(fixedBy) : limits.lead}</p>
      <div ref={list} className="flex flex-col gap-2">
        {rules.length > 0 && (
          <div
            aria-hidden
            className={clsx(ruleColumns, 'text-xs text-text-3 max-sm:hidden', !isFixed && 'pl-7')}
          >
            <span>{limits.label}</span>
            <span>{limits.audience}</span>
            <span>{limits.maxRequests}</span>
            <span>{limits.duration}</span>
          </div>
        )}
        <Sorting
          items={rules.map(({ label }, at) => ({ key: keys[at] ?? '', name: label || limits.rule(at + 1) }))}
          onMove={(from, to) => {
            move(from, to)
            onChange(moved(rules, from, to))
          }}
        >
          {rules.map((rule, at) => (
            <RateLimitRule
              key={keys[at]}
              lineKey={keys[at] ?? ''}
              rule={rule}
              place={at + 1}
              labels={`${id}-labels`}
              disabled={isFixed}
              problemOf={(key) => problemOf(`${at}.${key}`)}
              onChange={(changed) => onChange(rules.with(at, changed))}
              onRemove={() => {
                remove(at)
                onChange(rules.toSpliced(at, 1))
              }}
            />
          ))}
        </Sorting>
      </div>
      <datalist id={`${id}-labels`}>
        {knownLabels.map((label) => (
          <option key={label}>{label}</option>
        ))}
      </datalist>
      {rules.length === 0 && <p className="text-sm text-text-3">{limits.none}</p>}
      {problem !== undefined && (
        <p data-problem className="text-xs text-danger">
          {problem}
        </p>
      )}
      {!isFixed && (
        <AddLine list={list} onAdd={() => onChange([...rules, newRule])}>
          {limits.add}
        </AddLine>
      )}
    </section>
  )
}
