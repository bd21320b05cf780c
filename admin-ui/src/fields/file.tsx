import { Paperclip } from 'lucide-react'
import { Chips } from '../parts/chip.tsx'
import { StoredFile } from '../record/stored-file.tsx'
import { useFileAddress } from '../record/use-file-address.ts'
import type { CellProps, FieldView } from './field-view.ts'
import { toTexts } from './value.ts'

export const file: FieldView = {
  icon: Paperclip,
  hue: 120,
  width: 200,
  grow: 1,
  Cell: (props) => (
    <Chips
      items={toTexts(props.value).map((name) => (
        <FileName key={name} {...props} name={name} />
      ))}
      limit={3}
    />
  ),
  Full: ({ value, field, record }) => (
    <div className="flex flex-col gap-1.5">
      {toTexts(value).map((name) => (
        <StoredFile key={name} record={record} field={field} name={name} />
      ))}
    </div>
  ),
}

/** With its picture where it is one. */
function FileName({ record, field, name }: CellProps & { name: string }) {
  const { thumb } = useFileAddress(record, field, name)
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {thumb === undefined ? (
        <Paperclip size={11} strokeWidth={1.75} className="shrink-0 text-text-3" aria-hidden />
      ) : (
        <img
          src={thumb}
          alt=""
          loading="lazy"
          className="-ml-1 size-4.5 shrink-0 rounded-full object-cover"
        />
      )}
      <span className="truncate">{name}</span>
    </span>
  )
}
