import { useRouter } from '@tanstack/react-router'
import {
  Blocks,
  CalendarClock,
  DatabaseBackup,
  House,
  type LucideIcon,
  ScrollText,
  Settings,
  SquareTerminal,
  Workflow,
} from 'lucide-react'

/** A page of the UI beside those of collections. */
export interface Section {
  key: 'home' | 'logs' | 'sql' | 'jobs' | 'map' | 'backups' | 'api' | 'settings'
  path: string
  /** The route that shows it. */
  route: string
  icon: LucideIcon
}

const all: readonly Section[] = [
  { key: 'home', path: '/', route: '/', icon: House },
  { key: 'logs', path: '/logs', route: '/logs', icon: ScrollText },
  { key: 'sql', path: '/sql', route: '/sql', icon: SquareTerminal },
  { key: 'jobs', path: '/jobs', route: '/jobs', icon: CalendarClock },
  { key: 'map', path: '/map', route: '/map', icon: Workflow },
  { key: 'backups', path: '/backups', route: '/backups', icon: DatabaseBackup },
  { key: 'api', path: '/api', route: '/api', icon: Blocks },
  { key: 'settings', path: '/settings/application', route: '/settings/$section', icon: Settings },
]

/** The sections that this build has. */
export function useSections(): readonly Section[] {
  const { routesByPath } = useRouter()
  return all.filter(({ route }) => Object.hasOwn(routesByPath, route))
}
