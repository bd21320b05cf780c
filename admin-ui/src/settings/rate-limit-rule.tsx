import { useSortable } from '@dnd-kit/sortable'
import { clsx } from 'clsx'
import { Trash2 } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { NumberInput } from '../parts/number-input.tsx'
import { Select } from '../parts/select.tsx'
import { SortHandle } from '../parts/sort-handle.tsx'
import type { LimitRule } from './limit-rules.ts'
import { ruleColumns } from './rule-columns.ts'

/** The parts of a rule, as the server names them. */
type RuleKey = keyof LimitRule

interface RateLimitRuleProps {
  rule: LimitRule
  /** By which the line is known while it moves. */
  lineKey: string
  /** Counted from 1. */
  place: number
  /** The id of the datalist with labels that are known. */
  labels: string
  disabled: boolean
  problemOf: (key: RuleKey) => string | undefined
  onChange: (rule: LimitRule) => void
  onRemove: () => void
}

/** One rule of the rate limits in a line; on a small screen in three. */
export function RateLimitRule(props: RateLimitRuleProps): ReactNode {
  const { rule, lineKey, place, labels, disabled, problemOf, onChange, onRemove } = props
  const { settings } = useMessages()
  const { limits } = settings
  const { setNodeRef, transform, transition, isDragging, ...handle } = useSortable({
    id: lineKey,
    disabled,
  })
  const audiences = [
    ['', limits.audiences.all],
    ['@guest', limits.audiences.guest],
    ['@auth', limits.audiences.auth],
  ] as const
  return (
    <li
      ref={setNodeRef}
      style={{ transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined, transition }}
      className={clsx(
        'relative flex items-start gap-1 rounded-control bg-surface-1 max-sm:mb-3',
        isDragging && 'z-10 shadow-float',
      )}
    >
      {!disabled && (
        <span className="max-sm:mt-5">
          <SortHandle name={rule.label || limits.rule(place)} {...handle} />
        </span>
      )}
      <fieldset
        disabled={disabled}
        className={clsx(ruleColumns, 'min-w-0 grow items-start max-sm:grid-cols-[1fr_1fr_2.125rem]')}
      >
        <legend className="sr-only">{limits.rule(place)}</legend>
        <Cell label={limits.label} problem={problemOf('label')} className="max-sm:col-span-3">
          {(control) => (
            <input
              {...control}
              list={labels}
              autoComplete="off"
              spellCheck={false}
              value={rule.label}
              onChange={(event) => onChange({ ...rule, label: event.target.value })}
              className={controlLook(control['aria-invalid'], 'h-8.5 font-mono')}
            />
          )}
        </Cell>
        <Cell label={limits.audience} problem={problemOf('audience')} className="max-sm:col-span-3">
          {(control) => (
            <Select
              {...control}
              value={rule.audience}
              options={audiences}
              onPick={(audience) => onChange({ ...rule, audience })}
            />
          )}
        </Cell>
        <Cell label={limits.maxRequests} problem={problemOf('maxRequests')}>
          {(control) => (
            <NumberInput
              {...control}
              value={rule.maxRequests}
              onNumber={(maxRequests) => onChange({ ...rule, maxRequests })}
            />
          )}
        </Cell>
        <Cell label={limits.duration} problem={problemOf('duration')}>
          {(control) => (
            <NumberInput
              {...control}
              value={rule.duration}
              onNumber={(duration) => onChange({ ...rule, duration })}
            />
          )}
        </Cell>
        <IconButton label={limits.remove(place)} onClick={onRemove} className="max-sm:mt-5">
          <Trash2 size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </fieldset>
    </li>
  )
}

interface CellProps {
  label: string
  problem: string | undefined
  className?: string
  children: (control: {
    id: string
    'aria-invalid': boolean
    'aria-describedby': string | undefined
  }) => ReactNode
}

/** A control under its label; where there is room the label stands once above all rules, and is only heard here. */
function Cell({ label, problem, className = '', children }: CellProps): ReactNode {
  const id = useId()
  const isWrong = problem !== undefined
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-xs text-text-3 sm:sr-only">
        {label}
      </label>
      {children({ id, 'aria-invalid': isWrong, 'aria-describedby': isWrong ? `${id}-note` : undefined })}
      {isWrong && (
        <p id={`${id}-note`} className="text-xs break-words text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}
