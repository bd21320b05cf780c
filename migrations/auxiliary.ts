/** Every migration of the auxiliary data base, in order: the same rules as in `index.ts`. */
import type { Migration } from 'kysely/migration'
import * as logs from './auxiliary_0001_logs.ts'

export const auxiliaryMigrations: Readonly<Record<string, Migration>> = {
  '0001_logs': logs,
}
