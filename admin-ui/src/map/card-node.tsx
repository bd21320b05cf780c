import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { CollectionIcon } from '../parts/collection-icon.tsx'
import { type Card, heightOf, measure } from './diagram.ts'

/** A card as xyflow holds it. */
export type CardNodeType = Node<{ card: Card }, 'card'>

/** A collection in the diagram; arrows leave it at its relation fields. */
export function CardNode({ data: { card }, selected }: NodeProps<CardNodeType>): ReactNode {
  const { name, type, rows } = card
  return (
    <div
      style={{ width: measure.width, height: heightOf(card) }}
      className={clsx(
        'rounded-[8px] border bg-surface-1 text-sm transition-colors duration-100',
        selected ? 'border-accent' : 'border-line-control',
      )}
    >
      <Handle
        type="target"
        position={Position.Left}
        isConnectable={false}
        style={{ top: measure.head / 2 }}
      />
      <div className="flex items-center gap-2 border-b border-line px-3" style={{ height: measure.head }}>
        <span className="text-text-3">
          <CollectionIcon type={type} size={14} />
        </span>
        <Link
          to="/collections/$name/edit"
          params={{ name }}
          className="nodrag min-w-0 truncate font-semibold hover:underline"
        >
          {name}
        </Link>
      </div>
      {rows.map((field) => (
        <div
          key={field.id}
          className="relative flex items-center gap-2 px-3 text-xs"
          style={{ height: measure.row }}
        >
          <TypeIcon type={field.type} size={12} />
          <span className="min-w-0 truncate">{field.name}</span>
          <span className="ml-auto shrink-0 text-text-3">{field.type}</span>
          {field.type === 'relation' && (
            <Handle type="source" id={field.id} position={Position.Right} isConnectable={false} />
          )}
        </div>
      ))}
    </div>
  )
}
