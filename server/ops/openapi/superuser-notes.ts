import { type JsonSchema, listOf, objectOf, plain } from './json-schema.ts'
import { type Method, type OperationNote, refTo } from './operation.ts'

type Rest = Partial<Pick<OperationNote, 'query' | 'body' | 'bodyTypes' | 'answer' | 'answerType'>>
export type SuperuserNote = readonly [Method, string, string, Rest?]

const { text, whole, flag, object, binary } = plain
const PAGE = {
  page: 'From 1.',
  perPage: 'At most 1000; 30 by default.',
  skipTotal: 'true leaves the counting out.',
}
const SEARCH = {
  ...PAGE,
  sort: 'Fields, - for the other way round: -created',
  filter: "What has to hold: name ~ 'a'",
}
const collection = refTo('Collection')
const input = { body: refTo('CollectionInput'), answer: collection }
const plan = { body: refTo('CollectionInput'), answer: refTo('ChangePlan') }

/** What only superusers may do, by what it is about: the tags of the document. */
export const superuserNotes: Readonly<Record<string, readonly SuperuserNote[]>> = {
  'platform: collections': [
    ['get', '/api/collections', 'List collections', { query: SEARCH, answer: refTo('CollectionPage') }],
    ['post', '/api/collections', 'Create a collection', input],
    [
      'put',
      '/api/collections/import',
      'Take over many collections',
      {
        body: objectOf({ collections: listOf(refTo('CollectionInput')), deleteMissing: flag }, [
          'deleteMissing',
        ]),
      },
    ],
    [
      'get',
      '/api/collections/meta/scaffolds',
      'Empty collections to begin with',
      { answer: objectOf({ auth: object, base: object, view: object }) },
    ],
    [
      'get',
      '/api/collections/meta/oauth2-providers',
      'The OAuth2 providers that are known',
      { answer: listOf(refTo('Provider')) },
    ],
    [
      'get',
      '/api/collections/meta/field-types',
      'The types of fields and their settings',
      { answer: listOf(objectOf({ name: text, lacks: listOf(text), options: object })) },
    ],
    [
      'post',
      '/api/collections/meta/dry-run-view',
      'Try the query of a view',
      { body: objectOf({ query: text }), answer: refTo('DryRun') },
    ],
    ['post', '/api/collections/plan', 'What creating a collection would do', plan],
    ['get', '/api/collections/{collection}', 'Read a collection', { answer: collection }],
    ['patch', '/api/collections/{collection}', 'Change a collection', input],
    ['delete', '/api/collections/{collection}', 'Delete a collection'],
    ['post', '/api/collections/{collection}/plan', 'What a change would do', plan],
    ['delete', '/api/collections/{collection}/truncate', 'Delete all records'],
  ],
  'platform: rules': [
    [
      'post',
      '/api/rules/check',
      'Say whether a rule is sound, what it means and what may follow',
      {
        body: objectOf(
          {
            text,
            collection: { anyOf: [text, refTo('CollectionInput')] },
            kind: { type: 'string', enum: ['rule', 'filter', 'channel'] },
            at: whole,
            language: { type: 'string', enum: ['en', 'id'] },
          },
          ['collection', 'kind', 'at', 'language'],
        ),
        answer: refTo('RuleReport'),
      },
    ],
    [
      'post',
      '/api/rules/explain',
      'Say why an actor may or may not do something',
      { body: explainBody(), answer: refTo('RuleExplanation') },
    ],
  ],
  'platform: settings': [
    ['get', '/api/settings', 'Read the settings', { answer: refTo('Settings') }],
    ['patch', '/api/settings', 'Change settings', { body: refTo('Settings'), answer: refTo('Settings') }],
    [
      'post',
      '/api/settings/test/s3',
      'Try the S3 storage',
      { body: objectOf({ filesystem: { type: 'string', enum: ['storage', 'backups'] } }) },
    ],
    [
      'post',
      '/api/settings/test/email',
      'Send a mail to try',
      { body: objectOf({ email: text, template: text, collection: text }, ['collection']) },
    ],
    [
      'post',
      '/api/settings/apple/generate-client-secret',
      'Make the client secret for signing in with Apple',
      {
        body: objectOf({ clientId: text, teamId: text, keyId: text, privateKey: text, duration: whole }),
        answer: objectOf({ secret: text }),
      },
    ],
  ],
  'platform: logs': [
    ['get', '/api/logs', 'List log lines', { query: SEARCH, answer: refTo('LogPage') }],
    ['delete', '/api/logs', 'Delete all log lines'],
    [
      'get',
      '/api/logs/stats',
      'Count log lines by the hour',
      { query: { filter: 'What has to hold: level > 0' }, answer: listOf(refTo('LogCount')) },
    ],
    ['get', '/api/logs/{id}', 'Read a log line', { answer: refTo('LogLine') }],
  ],
  'platform: backups': [
    ['get', '/api/backups', 'List backups', { answer: listOf(refTo('Backup')) }],
    ['post', '/api/backups', 'Make a backup', { body: objectOf({ name: text }, ['name']) }],
    [
      'post',
      '/api/backups/upload',
      'Keep an archive that you bring',
      { body: objectOf({ file: binary }), bodyTypes: ['multipart/form-data'] },
    ],
    [
      'get',
      '/api/backups/{key}',
      'Download a backup',
      {
        query: { token: 'A token for protected files, of a superuser' },
        answer: binary,
        answerType: 'application/zip',
      },
    ],
    ['delete', '/api/backups/{key}', 'Delete a backup'],
    ['post', '/api/backups/{key}/restore', 'Restore a backup'],
  ],
  'platform: webhooks': [
    [
      'get',
      '/api/webhooks/{id}/deliveries',
      'What was sent to a webhook, and what waits',
      {
        query: { before: 'The next of the page before.', limit: 'At most 100; 30 by default.' },
        answer: refTo('DeliveryPage'),
      },
    ],
    ['post', '/api/webhooks/{id}/deliveries/{delivery}/retry', 'Send a delivery once more'],
    ['post', '/api/webhooks/{id}/test', 'Send a ping', { answer: refTo('WebhookTest') }],
  ],
  'platform: operation': [
    [
      'get',
      '/api/crons',
      'List jobs',
      { query: { details: '1 tells of the last and the next run' }, answer: listOf(refTo('Job')) },
    ],
    ['post', '/api/crons/{id}', 'Run a job now'],
    ['post', '/api/sql', 'Run SQL', { body: objectOf({ query: text }), answer: refTo('SqlAnswer') }],
    ['get', '/api/realtime/inspect', 'Who listens to what', { query: PAGE, answer: refTo('Listeners') }],
    ['get', '/api/metrics', 'Figures for Prometheus', { answer: text, answerType: 'text/plain' }],
    [
      'delete',
      '/api/health/ballast',
      'Give up the room that is held back on the disk',
      { answer: objectOf({ freed: { type: 'integer', description: 'Bytes.' } }) },
    ],
  ],
}

function explainBody(): JsonSchema {
  const named = objectOf({ collection: text, id: text })
  const actor = { anyOf: [{ type: 'null' }, { type: 'string', enum: ['guest', 'superuser'] }, named] }
  const body = { collection: text, rule: text, text: { type: ['string', 'null'] }, actor, record: text }
  const request = { body: object, method: text, query: object, headers: object }
  return objectOf({ ...body, ...request }, [
    ...Object.keys(body).filter((key) => key !== 'collection'),
    ...Object.keys(request),
  ])
}
