import type { CollectionJson } from '@dapur/sdk'
import { Folder, Table2, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'

const icons = { base: Folder, auth: UsersRound, view: Table2 }

/** The icon of a collection's type. */
export function CollectionIcon({
  type,
  size = 15,
}: {
  type: CollectionJson['type']
  size?: number
}): ReactNode {
  const Icon = icons[type]
  return <Icon size={size} strokeWidth={1.75} aria-hidden className="shrink-0" />
}
