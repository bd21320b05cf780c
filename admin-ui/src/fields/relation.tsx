import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowUpRight } from 'lucide-react'
import { Chips } from '../parts/chip.tsx'
import { collectionsQuery } from '../queries.ts'
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

/** The related records by their labels where they were expanded, else by their ids. Each leads to its record. */
function Related({ value, field, record, limit }: CellProps & { limit?: number }) {
  const labelOf = useRecordLabel()
  const { data: collections } = useQuery(collectionsQuery)
  const target = collections?.find(({ id }) => id === field['collectionId'])
  const expanded = [record.expand?.[field.name] ?? []].flat()
  const items = toTexts(value).map((id) => {
    const found = expanded.find((related) => related.id === id)
    const label = (found && labelOf(found)) ?? <span className="font-mono">{id}</span>
    if (!target) return label
    return (
      <Link
        key={id}
        to="/collections/$name"
        params={{ name: target.name }}
        search={{ record: id }}
        // The grid is one stop of the Tab key; its sheet has these links too.
        tabIndex={limit === undefined ? 0 : -1}
        onClick={(event) => event.stopPropagation()}
        className="underline-offset-3 hover:text-accent-text hover:underline"
      >
        {label}
      </Link>
    )
  })
  return <Chips items={items} icon={ArrowUpRight} {...(limit === undefined ? {} : { limit })} />
}
