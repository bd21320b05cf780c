import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useChoice } from '../choice.ts'
import { hasStatus } from '../explain.ts'
import { language, useMessages } from '../language.ts'
import { useLate } from '../use-late.ts'
import { RuleCode } from './rule-code.tsx'
import { completeRule, ruleReportQuery, type RuleSubject } from './rule-queries.ts'
import { translated } from '../translated.ts'

interface RuleTextProps {
  /** Begins the id of what is said below. */
  id: string
  text: string
  /** What the editor is called for those who cannot see it. */
  label: string
  subject: RuleSubject
  /** What the last save was refused for. */
  refused: string | undefined
  onChange: (text: string) => void
}

/** The text of a rule: its mistake underlined where it is, or what it means in plain words. */
export function RuleText({ id, text, label, subject, refused, onChange }: RuleTextProps): ReactNode {
  const { collection, said } = useMessages()
  const locale = useChoice(language)
  const late = useLate(text, 200)
  const { data: report, error } = useQuery(ruleReportQuery(late, subject, locale))
  const isFresh = late === text
  const problem = isFresh ? report?.problem : undefined
  // An older server does not say what rules mean; the save still tells whether they fit.
  const isSilent = error !== null && hasStatus(error, 404)
  const wrong = (problem && translated(problem.message, said)) ?? (report?.ok ? undefined : refused)
  const note = wrong ?? report?.sentence ?? (isSilent ? '' : collection.reading)
  return (
    <>
      <RuleCode
        text={text.trim() === '' ? '' : text}
        label={label}
        describedBy={`${id}-note`}
        hint={collection.ruleHint}
        problem={problem}
        onChange={(next) => onChange(next === '' ? ' ' : next)}
        complete={(now, at) => completeRule(now, at, subject)}
      />
      <p
        id={`${id}-note`}
        aria-live="polite"
        className={wrong === undefined ? 'text-sm text-text-2' : 'text-sm text-danger'}
      >
        {text.trim() === '' ? collection.emptyRule : note}
      </p>
    </>
  )
}
