/** Every migration, in order. A new one is a new file and a line here; one that was released is never changed. */
import type { Migration } from 'kysely/migration'
import * as system from './0001_system.ts'
import * as mail from './0002_mail.ts'
import * as credentials from './0003_credentials.ts'
import * as files from './0004_files.ts'
import * as sessionEnds from './0005_session_ends.ts'
import * as changeLog from './0006_change_log.ts'
import * as webhooks from './0007_webhooks.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_system': system,
  '0002_mail': mail,
  '0003_credentials': credentials,
  '0004_files': files,
  '0005_session_ends': sessionEnds,
  '0006_change_log': changeLog,
  '0007_webhooks': webhooks,
}
