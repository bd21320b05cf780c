import { type Actor, isSuperuser, isUnlimited } from '../../base/actor.ts'
import { isClosed } from '../../records/access.ts'
import { objectOf, plain } from './json-schema.ts'
import { addOperation, type Paths, refTo } from './operation.ts'
import { hasOpenRule, type Named } from './record-paths.ts'

const { text, whole, object } = plain
const FILES = ['text/csv', 'application/json', 'application/x-ndjson']

/** Histories, whole collections in and out, and their JSON Schema (architecture.md, *Beyond the contract*). */
export function addTransferPaths(paths: Paths, actor: Actor, named: Named): void {
  const { collection } = named
  const tag = collection.name
  const home = `/api/collections/${tag}`
  const note = (verb: string, summary: string) => ({ id: `${tag}.${verb}`, tag, summary })
  if (hasOpenRule(actor, collection))
    addOperation(paths, 'get', `${home}/schema`, {
      ...note('schema', 'The records as JSON Schema'),
      answer: object,
    })
  addHistory(paths, actor, named)
  if (!isSuperuser(actor)) return
  addOperation(paths, 'get', `${home}/records/export`, {
    ...note('export', 'All records as a file'),
    query: {
      format: 'csv, json or ndjson; csv by default',
      filter: 'What has to hold',
      sort: 'Fields, - for the other way round',
      fields: 'Fields to write: id,title',
    },
    answer: text,
    answerType: 'text/csv',
  })
  if (collection.type === 'view' || !isUnlimited(actor)) return
  addOperation(paths, 'post', `${home}/records/import`, {
    ...note('import', 'Write the records of a file, all or none'),
    query: {
      format: 'csv, json or ndjson; csv by default',
      mode: 'create, or upsert for what has an id that is there',
      dryRun: '1 says what would become of them',
      mapping: 'A JSON object of columns and the fields that they are',
    },
    body: text,
    bodyTypes: FILES,
    answer: refTo('ImportReport'),
  })
}

function addHistory(paths: Paths, actor: Actor, { collection, name }: Named): void {
  const { history } = collection
  if (!history || isClosed(actor, collection, 'viewRule')) return
  if (history.rule === null && !isSuperuser(actor)) return
  const tag = collection.name
  const record = refTo(`${name}Record`)
  const version = objectOf({
    seq: whole,
    action: { type: 'string', enum: ['create', 'update', 'delete'] },
    at: plain.time,
    actor: { type: ['string', 'null'], description: 'COLLECTION_ID:RECORD_ID' },
    record: { anyOf: [record, { type: 'null' }] },
  })
  const address = `/api/collections/${tag}/records/{id}/history`
  addOperation(paths, 'get', address, {
    id: `${tag}.history`,
    tag,
    summary: 'What a record was, newest change first',
    path: ['id'],
    query: { before: 'What next said, for the next page', limit: '1 to 100; 30 by default' },
    answer: objectOf({
      items: { type: 'array', items: version },
      next: { type: ['integer', 'null'] },
    }),
  })
  if (isClosed(actor, collection, 'updateRule')) return
  addOperation(paths, 'post', `${address}/{seq}/restore`, {
    id: `${tag}.restore`,
    tag,
    summary: 'Make a record what it was after a change',
    path: ['id', 'seq'],
    answer: record,
  })
}
