import { addOperation, type Method, type Paths } from './operation.ts'

type Line = readonly [Method, string, string, 'body'?]

/** What only superusers may do (contract data.md §2.2, services.md §5–7). */
const lines: readonly Line[] = [
  ['get', '/api/collections', 'List collections'],
  ['post', '/api/collections', 'Create a collection', 'body'],
  ['put', '/api/collections/import', 'Take over many collections', 'body'],
  ['get', '/api/collections/meta/scaffolds', 'Empty collections to begin with'],
  ['get', '/api/collections/meta/oauth2-providers', 'The OAuth2 providers that are known'],
  ['post', '/api/collections/meta/dry-run-view', 'Try the query of a view', 'body'],
  ['post', '/api/collections/plan', 'What creating a collection would do', 'body'],
  ['get', '/api/collections/{collection}', 'Read a collection'],
  ['patch', '/api/collections/{collection}', 'Change a collection', 'body'],
  ['delete', '/api/collections/{collection}', 'Delete a collection'],
  ['post', '/api/collections/{collection}/plan', 'What a change would do', 'body'],
  ['delete', '/api/collections/{collection}/truncate', 'Delete all records'],
  ['get', '/api/settings', 'Read the settings'],
  ['patch', '/api/settings', 'Change settings', 'body'],
  ['post', '/api/settings/test/s3', 'Try the S3 storage', 'body'],
  ['post', '/api/settings/test/email', 'Send a mail to try', 'body'],
  ['get', '/api/logs', 'List log lines'],
  ['get', '/api/logs/stats', 'Count log lines by the hour'],
  ['get', '/api/logs/{id}', 'Read a log line'],
  ['get', '/api/backups', 'List backups'],
  ['post', '/api/backups', 'Make a backup', 'body'],
  ['delete', '/api/backups/{key}', 'Delete a backup'],
  ['post', '/api/backups/{key}/restore', 'Restore a backup'],
  ['get', '/api/crons', 'List jobs'],
  ['post', '/api/crons/{id}', 'Run a job now'],
  ['post', '/api/sql', 'Run SQL', 'body'],
  ['post', '/api/rules/check', 'Read a rule', 'body'],
  ['post', '/api/rules/explain', 'Explain a rule', 'body'],
  ['get', '/api/realtime/inspect', 'Who listens to what'],
]

/** Without a body in the answer. */
const QUIET: ReadonlySet<string> = new Set([
  'put /api/collections/import',
  'delete /api/collections/{collection}',
  'delete /api/collections/{collection}/truncate',
  'post /api/settings/test/s3',
  'post /api/settings/test/email',
  'post /api/backups',
  'delete /api/backups/{key}',
  'post /api/backups/{key}/restore',
  'post /api/crons/{id}',
])

/** The routes of the platform itself. */
export function addSuperuserPaths(paths: Paths): void {
  for (const [method, address, summary, body] of lines) {
    addOperation(paths, method, address, {
      id: `${method}${address.replace('/api', '').replaceAll(/[{}]/g, '').replaceAll('/', '.')}`,
      tag: 'superusers',
      summary,
      path: [...address.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
      ...(body && { body: { type: 'object' } }),
      ...(!QUIET.has(`${method} ${address}`) && { answer: {} }),
    })
  }
}
