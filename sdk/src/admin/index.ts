/* `@dapur/sdk/admin`: what superusers do beside collections and records. Import what you use; the rest is not bundled. */
export { backupsOf, type BackupJson, type BackupsApi } from './backups.ts'
export { cronsOf, type CronJson, type CronsApi } from './crons.ts'
export { impersonate } from './impersonate.ts'
export { logsOf, type LogHour, type LogJson, type LogsApi } from './logs.ts'
export { runSql, type SqlResult } from './run-sql.ts'
export { schemaToolsOf, type KnownProvider, type SchemaToolsApi } from './schema-tools.ts'
export {
  settingsOf,
  type AppleSecretWish,
  type LetterTemplate,
  type SettingsApi,
  type SettingsInput,
} from './settings.ts'
