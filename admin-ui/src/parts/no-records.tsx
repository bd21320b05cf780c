import type { CollectionJson } from '@dapur/sdk'
import { CookingPot, SearchX, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { explain, isFilterRefused } from '../explain.ts'
import { useMessages } from '../language.ts'
import type { Records } from '../use-records.ts'
import { Button } from './button.tsx'
import { CodeLine } from './code-line.tsx'
import { EmptyState } from './empty-state.tsx'

interface NoRecordsProps {
  collection: CollectionJson
  records: Records
  filter: string | undefined
  onClearFilter: () => void
}

/** Why the grid is empty, and what can be done about it. */
export function NoRecords({ collection, records, filter, onClearFilter }: NoRecordsProps): ReactNode {
  const messages = useMessages()
  const words = messages.records
  const clear = <Button onClick={onClearFilter}>{words.clearFilter}</Button>
  if (records.error !== undefined) {
    const isFilterWrong = filter !== undefined && isFilterRefused(records.error)
    return isFilterWrong ? (
      <Frame>
        <EmptyState icon={SearchX} title={words.brokenFilterTitle} lead={words.brokenFilterLead}>
          {clear}
        </EmptyState>
      </Frame>
    ) : (
      <Frame>
        <EmptyState icon={Unplug} title={words.failedTitle} lead={explain(records.error, messages)}>
          <Button onClick={records.reload}>{messages.common.tryAgain}</Button>
        </EmptyState>
      </Frame>
    )
  }
  if (filter !== undefined) {
    return (
      <Frame>
        <EmptyState icon={SearchX} title={words.noMatchTitle} lead={words.noMatchLead}>
          {clear}
        </EmptyState>
      </Frame>
    )
  }
  return (
    <Frame>
      <EmptyState icon={CookingPot} title={words.emptyTitle} lead={words.emptyLead}>
        <CodeLine code={exampleFor(collection)} />
      </EmptyState>
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }): ReactNode {
  return <div className="flex min-h-0 grow overflow-auto border-t border-line">{children}</div>
}

/** A line of the SDK that fits this collection. */
function exampleFor({ name, type, fields }: CollectionJson): string {
  const collection = `dapur.collection('${name}')`
  if (type === 'view') return `await ${collection}.list()`
  if (type === 'auth') return `await ${collection}.create({ email, password, passwordConfirm: password })`
  const field = fields.find((known) => known.name !== 'id' && known.type === 'text')?.name
  return `await ${collection}.create({${field === undefined ? '' : ` ${field}: '…' `}})`
}
