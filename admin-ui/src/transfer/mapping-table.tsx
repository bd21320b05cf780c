import type { CollectionJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { fieldInput } from '../inputs/index.ts'
import { useMessages } from '../language.ts'
import { Select } from '../parts/select.tsx'
import type { Mapping } from './guess-mapping.ts'
import type { FileHead } from './read-head.ts'

interface MappingTableProps {
  collection: CollectionJson
  head: FileHead
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}

/** The columns of a file, what stands in them first, and the fields that they become. */
export function MappingTable({ collection, head, mapping, onChange }: MappingTableProps): ReactNode {
  const { grid } = useMessages()
  const fields = collection.fields.filter(({ type }) => fieldInput(type))
  return (
    <ul className="flex flex-col">
      {head.columns.map((column) => {
        const current = mapping[column] ?? ''
        const type = fields.find(({ name }) => name === current)?.type
        // A column that is called like a field is that field unless it is another one.
        const isNamesake = fields.some(({ name }) => name === column)
        const options = [
          ...(isNamesake ? [] : [['', grid.leaveOut] as const]),
          ...fields.map(({ name }) => [name, name] as const),
        ]
        return (
          <li
            key={column}
            className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-4 border-b border-line py-2 last:border-0"
          >
            <div className="min-w-0">
              <p translate="no" className="truncate text-sm font-medium" title={column}>
                {column}
              </p>
              <p className="truncate text-xs text-text-3">
                {head.rows
                  .map((row) => row[column] ?? '')
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <div className="flex items-center gap-2">
              <span className="flex w-4 shrink-0 justify-center">
                {type !== undefined && <TypeIcon type={type} />}
              </span>
              <Select
                aria-label={grid.fieldOf(column)}
                value={current}
                options={options}
                onPick={(field) => onChange({ ...mapping, [column]: field })}
                className="min-w-0 grow"
              />
            </div>
          </li>
        )
      })}
    </ul>
  )
}
