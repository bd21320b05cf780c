import { lazy, type ReactNode, useState } from 'react'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { JsonTree } from '../parts/json-tree.tsx'
import { Segmented } from '../parts/segmented.tsx'
import { parsedJson } from '../parsed-json.ts'
import type { PanelProps } from './field-input.ts'

const CodeInput = lazy(async () => ({ default: (await import('../record/code-input.tsx')).CodeInput }))

/** JSON as a tree to look into, and as a text where it may be changed. */
export function JsonPanel(props: PanelProps): ReactNode {
  const { id, field, draft, onChange, isWrong, describedBy, record, onSave } = props
  const { cells } = useMessages()
  const [mode, setMode] = useState<'view' | 'edit'>(toText(draft) === '' ? 'edit' : 'view')
  const value = onSave ? parsedJson(toText(draft)) : record?.[field.name]
  const isText = mode === 'edit' || value === undefined
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col gap-2.5">
      {isText ? (
        <CodeInput
          text={toText(draft)}
          onChange={onChange}
          labelledBy={`${id}-label`}
          describedBy={describedBy}
          isWrong={isWrong}
          takesFocus
        />
      ) : (
        <JsonTree value={value} name={field.name} takesFocus />
      )}
      {onSave && (
        <div className="shrink-0">
          <Segmented
            label={field.name}
            value={isText ? 'edit' : 'view'}
            onPick={setMode}
            options={[
              ['view', cells.view],
              ['edit', cells.edit],
            ]}
          />
        </div>
      )}
    </div>
  )
}
