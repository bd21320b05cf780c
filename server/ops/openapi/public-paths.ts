import type { Actor } from '../../base/actor.ts'
import { objectOf } from './json-schema.ts'
import { addOperation, type Paths, refTo } from './operation.ts'

export interface Offers {
  readonly hasBatch: boolean
  readonly hasFiles: boolean
}

const text = { type: 'string' }
const binary = { type: 'string', format: 'binary' }

/** What is there whatever the collections are (contract services.md §3, §4, §6.4). */
export function addPublicPaths(paths: Paths, actor: Actor, { hasBatch, hasFiles }: Offers): void {
  const note = (id: string, summary: string) => ({ id, tag: 'platform', summary })
  addOperation(paths, 'get', '/api/health', { ...note('health', 'Is all well?'), answer: refTo('Health') })
  addOperation(paths, 'get', '/api/openapi.json', {
    ...note('openapi', 'This document'),
    answer: { type: 'object' },
  })
  addOperation(paths, 'get', '/api/realtime', {
    ...note('realtime.connect', 'Listen: a stream of events, the first of which says the clientId'),
    answer: text,
    answerType: 'text/event-stream',
  })
  addOperation(paths, 'post', '/api/realtime', {
    ...note('realtime.subscribe', 'Say what a listener wants to hear: topics such as posts/*'),
    body: objectOf({ clientId: text, subscriptions: { type: 'array', items: text } }),
  })
  if (hasBatch)
    addOperation(paths, 'post', '/api/batch', {
      ...note('batch', 'Several writes, all of them or none'),
      body: refTo('Batch'),
      answer: { type: 'array', items: objectOf({ status: { type: 'integer' }, body: {} }) },
    })
  if (hasFiles)
    addOperation(paths, 'get', '/api/files/{collection}/{record}/{name}', {
      ...note('files.read', 'A file of a record'),
      path: ['collection', 'record', 'name'],
      query: { thumb: 'A size: 100x100', token: 'For protected files', download: '1 for a download' },
      answer: binary,
      answerType: 'application/octet-stream',
    })
  if (hasFiles && actor.kind !== 'guest')
    addOperation(paths, 'post', '/api/files/token', {
      ...note('files.token', 'A token for protected files'),
      answer: objectOf({ token: text }),
    })
}
