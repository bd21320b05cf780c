import { ArrowUpRight } from 'lucide-react'
import { Chips } from '../parts/chip.tsx'
import type { CellProps, FieldView } from './field-view.ts'
import { useRecordLabel } from './record-label.ts'
import { toTexts } from './value.ts'

export const relation: FieldView = {
  icon: ArrowUpRight,
  hue: 300,
  width: 200,
  grow: 1,
  Cell: (props) => <Related {...props} limit={5} />,
  Full: Related,
}

/** The related records by their labels where they were expanded, else by their ids. */
function Related({ value, field, record, limit }: CellProps & { limit?: number }) {
  const labelOf = useRecordLabel()
  const expanded = [record.expand?.[field.name] ?? []].flat()
  const items = toTexts(value).map((id) => {
    const found = expanded.find((related) => related.id === id)
    const label = found && labelOf(found)
    return label === undefined ? (
      <span key={id} className="font-mono">
        {id}
      </span>
    ) : (
      label
    )
  })
  return <Chips items={items} icon={ArrowUpRight} {...(limit === undefined ? {} : { limit })} />
}
