/** Every migration, in order. A new one is a new file and a line here; one that was released is never changed. */
import type { Migration } from 'kysely/migration'
import * as system from './0001_system.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_system': system,
}
