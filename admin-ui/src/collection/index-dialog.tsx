import { clsx } from 'clsx'
import { type ReactNode, useState } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Switch } from '../parts/switch.tsx'
import { Textarea } from '../parts/textarea.tsx'
import type { CollectionDraft } from './draft.ts'
import { readIndex, writeIndex } from './index-text.ts'

interface IndexDialogProps {
  /** Undefined for a new one. */
  text: string | undefined
  draft: CollectionDraft
  onKeep: (text: string) => void
  onClose: () => void
}

/** An index by its fields in their order, or as SQL, whichever is easier to say. */
export function IndexDialog({ text, draft, onKeep, onClose }: IndexDialogProps): ReactNode {
  const { collection, editor } = useMessages()
  const [sql, setSql] = useState(text ?? '')
  const [name] = useState(() => `idx_${draft.name}_${crypto.randomUUID().slice(0, 8)}`)
  const parts = sql === '' ? { name, isUnique: false, columns: [], where: '' } : readIndex(sql)
  const write = (change: Partial<NonNullable<typeof parts>>): void => {
    if (!parts) return
    const next = { ...parts, ...change }
    setSql(next.columns.length === 0 && !next.isUnique ? '' : writeIndex(next, draft.name))
  }
  const toggle = (column: string): void => {
    const columns = parts?.columns ?? []
    write({
      columns: columns.includes(column) ? columns.filter((one) => one !== column) : [...columns, column],
    })
  }
  return (
    <Dialog
      title={text === undefined ? collection.newIndex : collection.index}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{editor.cancel}</Button>
          <Button look="primary" disabled={!/\(\s*\S/.test(sql)} onClick={() => onKeep(sql)}>
            {collection.keepIndex}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {parts && (
          <>
            <Columns fields={draft.fields} chosen={parts.columns} onToggle={toggle} />
            <Switch
              label={collection.unique}
              help={collection.uniqueHelp}
              checked={parts.isUnique}
              onChange={(isUnique) => write({ isUnique })}
            />
          </>
        )}
        <Field label={collection.asSql}>
          {(control) => (
            <Textarea
              {...control}
              value={sql}
              spellCheck={false}
              onChange={(event) => setSql(event.target.value)}
              className="font-mono text-xs"
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}

interface ColumnsProps {
  fields: CollectionDraft['fields']
  chosen: readonly string[]
  onToggle: (name: string) => void
}

/** The fields to choose from; the chosen ones say at which place they are. */
function Columns({ fields, chosen, onToggle }: ColumnsProps): ReactNode {
  const { collection } = useMessages()
  return (
    <fieldset aria-label={collection.indexFields} className="flex flex-wrap gap-1.5">
      {fields.map((field) => {
        const place = chosen.indexOf(field.name) + 1
        return (
          <button
            key={field.key}
            type="button"
            aria-pressed={place > 0}
            onClick={() => onToggle(field.name)}
            className={clsx(
              'inline-flex h-7.5 max-w-full items-center gap-1.5 rounded-full border px-3 text-sm',
              place > 0
                ? 'border-accent bg-accent-soft font-medium text-accent-text'
                : 'border-line-control text-text-2 hover:bg-surface-2',
            )}
          >
            {place > 0 ? (
              <span className="text-xs tabular-nums">{place}</span>
            ) : (
              <TypeIcon type={field.type} size={13} />
            )}
            <span className="truncate">{field.name}</span>
          </button>
        )
      })}
    </fieldset>
  )
}
