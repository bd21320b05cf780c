import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, KeyRound, SquareArrowOutUpRight, Trash2, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { SUPERUSERS } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import { IconButton } from '../parts/button.tsx'
import { Menu } from '../parts/menu.tsx'
import { useFormat } from '../use-format.ts'
import type { Superuser } from './superusers-query.ts'

interface SuperuserLineProps {
  superuser: Superuser
  /** Is it who is signed in? */
  isOwn: boolean
  onPassword: () => void
  onRemove: () => void
}

/** One superuser, and what can be done with the account. */
export function SuperuserLine({ superuser, isOwn, onPassword, onRemove }: SuperuserLineProps): ReactNode {
  const { superusers } = useMessages()
  const format = useFormat()
  const navigate = useNavigate()
  const { id, email, verified, created } = superuser
  const open = (): void =>
    void navigate({ to: '/collections/$name', params: { name: SUPERUSERS }, search: { record: id } })
  const password = isOwn
    ? { words: superusers.yours, icon: UserRound, onSelect: () => void navigate({ to: '/account' }) }
    : { words: superusers.changePassword, icon: KeyRound, onSelect: onPassword }
  return (
    <li className="flex items-center gap-3 border-b border-line py-3 first:border-t">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span className="min-w-0 font-medium break-all">{email}</span>
          {isOwn && <Badge look="accent">{superusers.you}</Badge>}
          {!verified && <Badge look="warn">{superusers.unverified}</Badge>}
        </p>
        <p className="mt-0.5 text-xs text-text-3 tabular-nums">
          {[verified && superusers.verified, superusers.since(format.moment(created))]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <Menu
        groups={[
          [password, { words: superusers.open, icon: SquareArrowOutUpRight, onSelect: open }],
          [{ words: superusers.remove, icon: Trash2, isDanger: true, onSelect: onRemove }],
        ]}
      >
        <IconButton label={superusers.more(email)}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Menu>
    </li>
  )
}
