import { type ReactNode, useId } from 'react'
import { RuleText } from '../collection/rule-text.tsx'
import { useMessages } from '../language.ts'
import { Segmented } from '../parts/segmented.tsx'

const subject = { kind: 'channel' } as const
const states = ['closed', 'open', 'rule'] as const
/** What a new rule begins as: the most common one. */
const first = '@request.auth.id != ""'

interface ChannelRuleProps {
  right: 'join' | 'send'
  place: number
  rule: string | null
  disabled: boolean
  /** What the last save was refused for. */
  problem: string | undefined
  onChange: (rule: string | null) => void
}

/** Who may join a channel, or send on it: superusers, everyone, or by a rule. */
export function ChannelRule(props: ChannelRuleProps): ReactNode {
  const { right, place, rule, disabled, problem, onChange } = props
  const { settings, collection } = useMessages()
  const id = useId()
  const words = settings.channels[right]
  const label = `${settings.channels.channel(place)}: ${words}`
  const state = rule === null ? 'closed' : rule === '' ? 'open' : 'rule'
  const pick = (next: (typeof states)[number]): void =>
    onChange(next === 'closed' ? null : next === 'open' ? '' : first)
  return (
    <div
      data-problem={problem !== undefined}
      className="flex min-w-0 flex-col gap-2 sm:grid sm:grid-cols-[7rem_minmax(0,1fr)] sm:gap-x-3"
    >
      <span className="text-sm sm:pt-2">{words}</span>
      <div className="flex min-w-0 flex-col items-start gap-2">
        {disabled ? (
          <code className="py-2 font-mono text-xs break-words">{rule || collection.ruleStates[state]}</code>
        ) : (
          <Segmented
            label={label}
            value={state}
            options={states.map((known) => [known, collection.ruleStates[known]] as const)}
            onPick={pick}
          />
        )}
        {!disabled && state === 'rule' && rule !== null && (
          <div className="flex w-full min-w-0 flex-col gap-1.5">
            <RuleText
              id={id}
              text={rule}
              label={label}
              subject={subject}
              refused={problem}
              onChange={onChange}
            />
          </div>
        )}
      </div>
    </div>
  )
}
