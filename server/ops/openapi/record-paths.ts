import type { Actor } from '../../base/actor.ts'
import type { Collection, RuleName } from '../../collections/collection.ts'
import { isClosed } from '../../records/access.ts'
import { shapeOf } from '../../records/shape.ts'
import { addOperation, type Method, type OperationNote, type Paths, refTo } from './operation.ts'

const ONE = { expand: 'Relations to follow: author,items.dish', fields: 'Keys to send: id,title' }
const LIST = {
  page: 'From 1.',
  perPage: 'At most 1000; 30 by default.',
  sort: 'Fields, - for the other way round: -created,title',
  filter: "What has to hold: status = 'open' && total > 3",
  skipTotal: 'true leaves the counting out: totals are -1.',
  cursor: 'Empty for the first page; then what nextCursor said.',
  ...ONE,
}

const READS = ['listRule', 'viewRule'] as const
const WRITES = ['createRule', 'updateRule', 'deleteRule'] as const

/** Is there anything that this actor may do with the records of the collection? */
export function hasOpenRule(actor: Actor, collection: Collection): boolean {
  return rulesOf(collection).some((rule) => !isClosed(actor, collection, rule))
}

function rulesOf({ type }: Collection): readonly RuleName[] {
  return type === 'view' ? READS : [...READS, ...WRITES]
}

/** The records of one collection, as far as they are open to the actor (contract data.md §4). */
export function addRecordPaths(paths: Paths, actor: Actor, named: Named): void {
  const { collection } = named
  const many = `/api/collections/${collection.name}/records`
  for (const [rule, { method, isOfOne, note }] of Object.entries(notesOf(named))) {
    const isThere = rulesOf(collection).some((name) => name === rule && !isClosed(actor, collection, name))
    if (!isThere) continue
    const address = isOfOne ? `${many}/{id}` : many
    addOperation(paths, method, address, { ...note, path: isOfOne ? ['id'] : [] })
  }
}

interface RuledNote {
  readonly method: Method
  readonly isOfOne: boolean
  readonly note: OperationNote
}

/** Files come as parts of a form; without them JSON is as good. */
const WITH_FILES = ['multipart/form-data', 'application/json']

function notesOf({ collection, name }: Named): Readonly<Record<RuleName, RuledNote>> {
  const tag = collection.name
  const answer = refTo(`${name}Record`)
  const bodyTypes = shapeOf(collection).fileFields.length > 0 ? { bodyTypes: WITH_FILES } : {}
  const note = (verb: string, summary: string) => ({ id: `${tag}.${verb}`, tag, summary })
  const written = { query: ONE, answer, ...bodyTypes }
  const list = { ...note('list', 'List records'), query: LIST, answer: refTo(`${name}List`) }
  const create = { ...note('create', 'Create a record'), ...written, body: refTo(`${name}Create`) }
  const update = { ...note('update', 'Change a record'), ...written, body: refTo(`${name}Update`) }
  return {
    listRule: { method: 'get', isOfOne: false, note: list },
    createRule: { method: 'post', isOfOne: false, note: create },
    viewRule: { method: 'get', isOfOne: true, note: { ...note('get', 'Read a record'), query: ONE, answer } },
    updateRule: { method: 'patch', isOfOne: true, note: update },
    deleteRule: { method: 'delete', isOfOne: true, note: note('delete', 'Delete a record') },
  }
}

/** A collection and what its schemas are called. */
export interface Named {
  readonly collection: Collection
  readonly name: string
}
