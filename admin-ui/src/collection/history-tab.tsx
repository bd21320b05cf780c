import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Group } from './group.tsx'
import { nestedOf } from './nested.ts'
import { NestedRule, NestedSwitch } from './nested-inputs.tsx'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

/** Is every change of the records kept, and who may read that? */
export function HistoryTab({ form, problemOf }: { form: CollectionForm; problemOf: ProblemOf }): ReactNode {
  const { auth: words } = useMessages().collection
  const shared = { at: nestedOf(form), problemOf }
  return (
    <div className="flex max-w-200 flex-col px-4 pb-8 sm:px-6">
      <Group title={words.history} lead={words.historyHelp}>
        <NestedSwitch {...shared} path="dapur.history" label={words.enabled} />
        {shared.at.get('dapur.history') === true && (
          <NestedRule
            {...shared}
            path="dapur.historyRule"
            label={words.historyRule}
            help={words.historyRuleHelp}
            emptyIs={null}
          />
        )}
      </Group>
    </div>
  )
}
