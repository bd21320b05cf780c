import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { collectionsQuery } from '../queries.ts'
import { presetsOf } from './presets.ts'
import { RulePlayground } from './rule-playground.tsx'
import { RuleRow } from './rule-row.tsx'
import { type RuleName, rulesOf } from './rules-of.ts'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

/** Who may do what, and where it can be tried out. */
export function RulesTab({ form, problemOf }: { form: CollectionForm; problemOf: ProblemOf }): ReactNode {
  const { collection } = useMessages()
  const { draft, stored, set } = form
  const { data: collections = [] } = useQuery(collectionsQuery)
  const [tried, setTried] = useState<RuleName>()
  const presets = presetsOf(draft, collections)
  return (
    <div className="max-w-220 px-4 pb-6 sm:px-6">
      <p className="pt-5 text-sm text-text-3">{collection.rulesLead}</p>
      {rulesOf(draft.type).map((rule) => (
        <RuleRow
          key={rule}
          rule={rule}
          draft={draft}
          presets={presets}
          refused={problemOf(rule)}
          onChange={(text) => set({ [rule]: text })}
          onTry={stored ? () => setTried(rule) : undefined}
        />
      ))}
      {tried && stored && (
        <RulePlayground
          stored={stored}
          draft={draft}
          rule={tried}
          onRule={setTried}
          onClose={() => setTried(undefined)}
        />
      )}
    </div>
  )
}
