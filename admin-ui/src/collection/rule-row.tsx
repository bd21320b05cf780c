import { FlaskConical, Sparkles } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Menu } from '../parts/menu.tsx'
import { Segmented } from '../parts/segmented.tsx'
import { bodyOf, type CollectionDraft } from './draft.ts'
import type { Preset } from './presets.ts'
import { RuleText } from './rule-text.tsx'
import type { RuleName } from './rules-of.ts'

interface RuleRowProps {
  rule: RuleName
  draft: CollectionDraft
  presets: readonly Preset[]
  /** What the last save was refused for. */
  refused: string | undefined
  onChange: (text: string | null) => void
  /** Absent while there is nothing stored to try it on. */
  onTry: (() => void) | undefined
}

const states = ['closed', 'open', 'rule'] as const

/** One rule: closed, open, or a text, with what it means in plain words. */
export function RuleRow({ rule, draft, presets, refused, onChange, onTry }: RuleRowProps): ReactNode {
  const messages = useMessages()
  const { collection } = messages
  const id = useId()
  const value = draft[rule]
  const text = typeof value === 'string' ? value : null
  // A rule that is being emptied is not an open one yet: a space keeps it a rule.
  const state = text === null ? 'closed' : text === '' ? 'open' : 'rule'
  const words = collection.rules[rule]
  const pick = (next: (typeof states)[number]): void => {
    if (next === 'closed') onChange(null)
    if (next === 'open') onChange('')
    if (next === 'rule') onChange(presets[0]?.text ?? ' ')
  }
  return (
    <section
      aria-label={words.name}
      className="flex flex-col gap-2.5 border-b border-line py-5 last:border-0"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-sm font-semibold">{words.name}</h2>
        <span className="grow" />
        {onTry && (
          <Button look="plain" onClick={onTry}>
            <FlaskConical size={14} strokeWidth={1.75} aria-hidden />
            {collection.tryIt}
          </Button>
        )}
        <Menu
          groups={[
            presets.map((preset) => ({
              words: collection.presets[preset.key](preset.field),
              onSelect: () => onChange(preset.text),
            })),
          ]}
        >
          <Button look="plain">
            <Sparkles size={14} strokeWidth={1.75} aria-hidden />
            {collection.preset}
          </Button>
        </Menu>
        <Segmented
          label={words.name}
          value={state}
          options={states
            // Everyone managing everyone is nothing that the server takes.
            .filter((known) => rule !== 'manageRule' || known !== 'open')
            .map((known) => [known, collection.ruleStates[known]] as const)}
          onPick={pick}
        />
      </div>
      {state === 'rule' && text !== null ? (
        <RuleText
          id={id}
          text={text}
          label={words.name}
          subject={{ collection: bodyOf(draft, undefined) }}
          refused={refused}
          onChange={onChange}
        />
      ) : (
        <p className="text-sm text-text-2">{state === 'closed' ? words.closed : words.open}</p>
      )}
      {state !== 'rule' && refused !== undefined && <p className="text-xs text-danger">{refused}</p>}
    </section>
  )
}
