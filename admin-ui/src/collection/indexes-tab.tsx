import { KeyRound, ListTree, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { IndexDialog } from './index-dialog.tsx'
import { readIndex } from './index-text.ts'
import type { CollectionForm } from './use-collection-draft.ts'
import type { ProblemOf } from './use-problems.ts'

/** The indexes: what is quick to find, and what may stand there only once. */
export function IndexesTab({ form, problemOf }: { form: CollectionForm; problemOf: ProblemOf }): ReactNode {
  const { collection } = useMessages()
  const { draft, set } = form
  const [open, setOpen] = useState<number>()
  const { indexes } = draft
  const keep = (text: string): void => {
    if (open === undefined) return
    set({ indexes: [...indexes.slice(0, open), text, ...indexes.slice(open + 1)] })
    setOpen(undefined)
  }
  const whole = problemOf('indexes')
  return (
    <div className="flex max-w-200 flex-col gap-2 p-4 sm:p-6">
      {indexes.length === 0 && (
        <EmptyState icon={ListTree} title={collection.noIndexes} lead={collection.noIndexesLead} />
      )}
      {whole !== undefined && <p className="text-sm text-danger">{whole}</p>}
      <ul className="flex flex-col gap-2">
        {indexes.map((text, index) => (
          <IndexLine
            // The order of a list of indexes is its own; two of them may have the same text for a moment.
            key={index}
            text={text}
            problem={problemOf(`indexes.${index}`)}
            onOpen={() => setOpen(index)}
            onRemove={() => set({ indexes: indexes.filter((_, at) => at !== index) })}
          />
        ))}
      </ul>
      <Button className="self-start" onClick={() => setOpen(indexes.length)}>
        <Plus size={15} strokeWidth={2} aria-hidden />
        {collection.addIndex}
      </Button>
      {open !== undefined && (
        <IndexDialog text={indexes[open]} draft={draft} onKeep={keep} onClose={() => setOpen(undefined)} />
      )}
    </div>
  )
}

interface IndexLineProps {
  text: string
  problem: string | undefined
  onOpen: () => void
  onRemove: () => void
}

function IndexLine({ text, problem, onOpen, onRemove }: IndexLineProps): ReactNode {
  const { collection } = useMessages()
  const parts = readIndex(text)
  const Icon = parts?.isUnique ? KeyRound : ListTree
  const words = parts ? parts.columns.join(', ') : text
  return (
    <li className={`rounded-sheet border ${problem === undefined ? 'border-line' : 'border-danger'}`}>
      <div className="flex min-h-11 items-center gap-2 pr-1.5 pl-3">
        <Icon size={15} strokeWidth={1.75} aria-hidden className="shrink-0 text-text-3" />
        <button
          type="button"
          onClick={onOpen}
          className="flex min-w-0 grow items-center gap-2 rounded-control py-2 text-left text-sm hover:text-accent-text"
        >
          <span className="min-w-0 truncate font-mono text-xs">{words}</span>
          {parts && parts.where !== '' && (
            <span className="hidden min-w-0 truncate font-mono text-xs text-text-3 sm:inline">
              WHERE {parts.where}
            </span>
          )}
        </button>
        {parts?.isUnique && <Badge look="accent">{collection.unique}</Badge>}
        <IconButton label={collection.remove(words)} onClick={onRemove}>
          <Trash2 size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {problem !== undefined && <p className="px-3 pb-2.5 text-xs break-words text-danger">{problem}</p>}
    </li>
  )
}
