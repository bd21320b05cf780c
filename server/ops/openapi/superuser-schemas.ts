import { type JsonSchema, listOf, objectOf, plain } from './json-schema.ts'
import { refTo } from './operation.ts'

const { text, whole, flag, time, object } = plain
const rule: JsonSchema = {
  type: ['string', 'null'],
  description: 'Null: superusers only. Empty: everyone. Else a rule.',
}
const rules = { listRule: rule, viewRule: rule, createRule: rule, updateRule: rule, deleteRule: rule }
const definition = { ...rules, name: text, type: { type: 'string', enum: ['base', 'auth', 'view'] } }
const page = { page: whole, perPage: whole, totalItems: whole, totalPages: whole }
const part: JsonSchema = objectOf({ text, from: whole, to: whole, holds: flag, kind: text })

/** What the platform's own routes take and answer (contract data.md §2.1, §8; services.md §5–7). */
export const superuserSchemas: Readonly<Record<string, JsonSchema>> = {
  Field: objectOf(
    { id: text, name: text, type: text, system: flag, hidden: flag, presentable: flag, required: flag },
    ['required'],
  ),
  Collection: objectOf(
    {
      id: text,
      ...definition,
      fields: listOf(refTo('Field')),
      indexes: listOf(text),
      created: time,
      updated: time,
      system: flag,
      viewQuery: text,
      dapur: object,
    },
    ['viewQuery', 'dapur'],
  ),
  CollectionInput: objectOf(
    { ...definition, fields: listOf(object), indexes: listOf(text), viewQuery: text, dapur: object },
    [...Object.keys(definition), 'fields', 'indexes', 'viewQuery', 'dapur'],
  ),
  CollectionPage: objectOf({ ...page, items: listOf(refTo('Collection')) }),
  ChangePlan: objectOf({
    steps: listOf(objectOf({ why: text, loses: text, code: text, params: object }, ['loses'])),
  }),
  DryRun: objectOf({ fields: listOf(refTo('Field')), sample: listOf(object) }),
  Provider: objectOf({ name: text, displayName: text, logo: text }),
  Settings: {
    type: 'object',
    description: 'By area. Secrets are never answered; what is left out of a change stays as it is.',
    properties: {
      ...Object.fromEntries(settingAreas().map((area) => [area, object])),
      superuserIPs: listOf(text),
    },
  },
  LogLine: objectOf({ id: text, created: time, data: object, message: text, level: whole }),
  LogPage: objectOf({ ...page, items: listOf(refTo('LogLine')) }),
  LogCount: objectOf({ date: time, total: whole }),
  Backup: objectOf({ key: text, modified: time, size: whole }),
  Delivery: objectOf({
    id: text,
    seq: whole,
    type: text,
    status: { type: 'string', enum: ['waiting', 'delivered', 'dead'] },
    attempts: whole,
    answer: { type: ['integer', 'null'], description: 'The last HTTP status; null where none was answered.' },
    error: text,
    duration: { type: ['integer', 'null'], description: 'Of the last try, in milliseconds.' },
    created: time,
    attempted: text,
    next: { type: 'string', description: 'When it is tried again; empty when never.' },
  }),
  DeliveryPage: objectOf({
    items: listOf(refTo('Delivery')),
    next: { type: ['integer', 'null'] },
    totals: objectOf({ waiting: whole, delivered: whole, dead: whole }),
    missed: { type: 'string', description: 'When changes were forgotten unread; empty when never.' },
  }),
  WebhookTest: objectOf({
    ok: flag,
    status: { type: ['integer', 'null'] },
    error: text,
    duration: { type: 'integer', description: 'Milliseconds.' },
  }),
  Job: objectOf({ id: text, expression: text, dapur: object }, ['dapur']),
  SqlAnswer: objectOf({
    execTime: { type: 'integer', description: 'Milliseconds.' },
    affectedRows: whole,
    columns: listOf(objectOf({ name: text, type: text, nullable: flag })),
    rows: { type: 'array', items: { type: 'array' } },
  }),
  RuleReport: objectOf(
    {
      ok: flag,
      problem: objectOf({ message: text, from: whole, to: whole }),
      sentence: text,
      completions: objectOf({ from: whole, to: whole, items: listOf(object) }),
    },
    ['problem', 'sentence', 'completions'],
  ),
  RuleExplanation: objectOf(
    {
      allowed: flag,
      reason: { type: 'string', enum: ['superuser', 'closed', 'open', 'rule'] },
      rule,
      sentence: text,
      tree: part,
    },
    ['tree'],
  ),
  Listeners: objectOf({ ...page, seq: whole, totals: object, items: listOf(object) }),
  ImportReport: objectOf({
    isDryRun: flag,
    created: whole,
    updated: whole,
    failed: whole,
    ignored: listOf(text),
    rows: object,
  }),
}

function settingAreas(): string[] {
  return ['smtp', 'backups', 's3', 'meta', 'rateLimits', 'trustedProxy', 'batch', 'logs', 'dapur']
}
