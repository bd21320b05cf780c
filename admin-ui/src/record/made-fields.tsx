import type { CollectionJson, RecordJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { DateFull } from '../fields/date.tsx'
import { TypeIcon } from '../fields/type-icon.tsx'
import { isEmptyValue } from '../fields/value.ts'
import { useMessages } from '../language.ts'

/** The moments that the server sets itself, to be read. */
export function MadeFields({
  collection,
  record,
}: {
  collection: CollectionJson
  record: RecordJson
}): ReactNode {
  const { common } = useMessages()
  const made = collection.fields.filter(({ type }) => type === 'autodate')
  if (made.length === 0) return null
  return (
    <dl className="mt-2.5 flex flex-col gap-3 border-t border-line py-4">
      {made.map((field) => (
        <div key={field.id} className="flex flex-col gap-1">
          <dt className="flex items-center gap-1.5 text-xs text-text-2">
            <TypeIcon type={field.type} size={12} />
            {field.name}
          </dt>
          <dd className="text-sm">
            {isEmptyValue(record[field.name]) ? (
              <span className="text-text-3">{common.empty}</span>
            ) : (
              <DateFull value={record[field.name]} field={field} record={record} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
