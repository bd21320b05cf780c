import { Plus } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import type { FieldTypeJson } from './collection-queries.ts'
import { typeWords } from './field-words.ts'

interface AddFieldProps {
  types: readonly FieldTypeJson[]
  onAdd: (type: string) => void
}

/** Offers every type of field with what it is for. */
export function AddField({ types, onAdd }: AddFieldProps): ReactNode {
  const messages = useMessages()
  const { collection } = messages
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button className="self-start">
          <Plus size={15} strokeWidth={2} aria-hidden />
          {collection.addField}
        </Button>
      </Popover.Trigger>
      <Popover.Content
        align="start"
        // The new field takes the focus, to be named.
        onCloseAutoFocus={(event) => event.preventDefault()}
        sideOffset={6}
        collisionPadding={12}
        aria-label={collection.addField}
        className="z-20 grid max-h-(--radix-popover-content-available-height) w-[min(560px,calc(100vw-24px))] gap-0.5 overflow-y-auto rounded-sheet border border-line bg-surface-1 p-1.5 shadow-float outline-none sm:grid-cols-2"
      >
        {types.map(({ name }) => {
          const words = typeWords(name, messages)
          return (
            <button
              key={name}
              type="button"
              onClick={() => {
                setOpen(false)
                onAdd(name)
              }}
              className="flex min-w-0 items-start gap-3 rounded-control px-2.5 py-2 text-left hover:bg-surface-2"
            >
              <span className="mt-0.5">
                <TypeIcon type={name} size={16} />
              </span>
              <span className="min-w-0">
                <span className="block text-sm font-medium">{words.name}</span>
                <span className="block text-xs text-text-3">{words.lead}</span>
              </span>
            </button>
          )
        })}
      </Popover.Content>
    </Popover.Root>
  )
}
