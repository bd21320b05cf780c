import type { CollectionJson, RecordJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { isEmptyValue } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { type Column, columnsOf } from './columns.ts'

/** All fields of a record but its id, one under the other, each at full length. */
export function RecordFields({
  collection,
  record,
}: {
  collection: CollectionJson
  record: RecordJson
}): ReactNode {
  return (
    <dl className="flex flex-col px-5">
      {columnsOf(collection, [])
        .filter(({ field }) => field.name !== 'id')
        .map((column) => (
          <div key={column.field.id} className="flex flex-col gap-1 border-b border-line py-3 last:border-0">
            <dt className="flex items-center gap-1.5 text-xs text-text-2">
              <TypeIcon type={column.field.type} size={12} />
              {column.field.name}
            </dt>
            <dd className="min-w-0 text-sm">
              <Value column={column} record={record} />
            </dd>
          </div>
        ))}
    </dl>
  )
}

function Value({ column: { field, view }, record }: { column: Column; record: RecordJson }): ReactNode {
  const { common } = useMessages()
  const value = record[field.name]
  if (isEmptyValue(value)) return <span className="text-text-3">{common.empty}</span>
  const Full = view.Full ?? view.Cell
  return <Full value={value} field={field} record={record} />
}
