import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { startHastyProxy } from './hasty-proxy.ts'
import { EMPTY_BACKUP, type Reply, type SweepStage } from './sweep-stage.ts'
import { digestOf } from './writers.ts'

/** One thing that a server is asked to do while its disk fails at one call. */
export interface SweepAct {
  readonly name: string
  /** What has to be there before, while the disk is well. */
  prepare?(stage: SweepStage): Promise<void>
  /** Does it, notes in the journal what was acknowledged, and answers with the answer. */
  run(stage: SweepStage): Promise<Reply>
}

/** No status of HTTP: there was nobody to answer. */
export const REFUSED_TO_START = 1

const RECORDS = '/api/collections/papers/records'

export const sweepActs: readonly SweepAct[] = [
  {
    name: 'create',
    async run(stage) {
      const paper = newPaper()
      return noting(stage, [paper], await stage.ask('POST', RECORDS, paper))
    },
  },
  {
    name: 'upload',
    async run(stage) {
      const { id } = newPaper()
      const content = randomBytes(40_000)
      const digest = digestOf(content.toString('latin1'))
      const form = new FormData()
      form.append('id', id)
      form.append('digest', digest)
      form.append('file', new File([new Uint8Array(content)], 'paper.bin'))
      return noting(stage, [{ id, digest }], await stage.ask('POST', RECORDS, form))
    },
  },
  {
    name: 'batch',
    async run(stage) {
      const papers = Array.from({ length: 4 }, newPaper)
      const requests = papers.map((body) => ({ method: 'POST', url: RECORDS, body }))
      stage.journal.groups.push(papers.map(({ id }) => id))
      return noting(stage, papers, await stage.ask('POST', '/api/batch', { requests }))
    },
  },
  { name: 'schema', run: changeSchema },
  {
    name: 'backup',
    async run(stage) {
      const name = `b-${randomBytes(6).toString('hex')}.zip`
      const reply = await stage.ask('POST', '/api/backups', { name })
      if (reply.status === 204) stage.journal.backups.add(name)
      return reply
    },
  },
  { name: 'restore', prepare: writeOne, run: restore },
  { name: 'boot', run: boot },
]

/** The control: a server that acknowledges before it commits. */
export const hastyCreate: SweepAct = {
  name: 'create, control: answered before it is committed',
  async run(stage) {
    const proxy = await startHastyProxy(stage.server().url)
    const paper = newPaper()
    const response = await fetch(proxy.url + RECORDS, { method: 'POST', body: JSON.stringify(paper) })
    const reply = { status: response.status, text: await response.text() }
    proxy.close()
    return noting(stage, [paper], reply)
  },
}

/** A field more or less, and an index with it. */
async function changeSchema(stage: SweepStage): Promise<Reply> {
  const found = await stage.ask('GET', '/api/collections/papers')
  if (found.status !== 200) return found
  const papers: { fields: { name: string }[] } = JSON.parse(found.text)
  const others = papers.fields.filter(({ name }) => name !== 'extra')
  const isThere = others.length < papers.fields.length
  return stage.ask('PATCH', '/api/collections/papers', {
    fields: isThere ? others : [...others, { name: 'extra', type: 'number' }],
    indexes: isThere ? [] : ['CREATE INDEX `idx_extra` ON `papers` (`extra`)'],
  })
}

/** So that the old data are not the new. */
async function writeOne(stage: SweepStage): Promise<void> {
  const paper = newPaper()
  const { status } = noting(stage, [paper], await stage.ask('POST', RECORDS, paper))
  if (status !== 200) throw new Error(`A disk that is well answers ${status}.`)
}

/** Back to the empty backup, or nothing: both are right, and whole. A part of what was there is neither. */
async function restore(stage: SweepStage): Promise<Reply> {
  const reply = await stage.ask('POST', `/api/backups/${EMPTY_BACKUP}/restore`)
  if (reply.status !== 204) return reply
  for (const until = performance.now() + 30_000; performance.now() < until; await sleep(25)) {
    const { status, text } = await stage.ask('GET', '/api/health')
    if (status === 0) return { status, text }
    if (status !== 200 || Object(JSON.parse(text).data).canBackup !== true) continue
    const left = await stage.ask('GET', `${RECORDS}?perPage=1`)
    if (left.text.includes('"totalItems":0')) {
      stage.journal.kept.clear()
      stage.journal.groups.length = 0
    }
    return reply
  }
  return { status: 0, text: 'a restore does not end' }
}

/**
 * After a kill, so that there is a log to be read. A start that fails says why in a sentence, not in a stack, and the
 * next one succeeds.
 */
async function boot(stage: SweepStage): Promise<Reply> {
  const printed = await stage.boot()
  if (printed === undefined) return { status: 200, text: '' }
  stage.disk.clear()
  const again = await stage.boot()
  if (again !== undefined) return { status: 0, text: `the second start failed, too: ${again}` }
  const isPlain = !/^\s+at .+:\d+/m.test(printed) && printed.includes('then start again')
  return { status: isPlain ? REFUSED_TO_START : 0, text: printed }
}

interface Paper {
  readonly id: string
  readonly digest: string
}

function newPaper(): Paper & { readonly text: string } {
  const text = randomBytes(1000).toString('hex')
  const id = randomBytes(12).toString('hex').slice(0, 15)
  return { id, text, digest: digestOf(text) }
}

function noting({ journal }: SweepStage, papers: readonly Paper[], reply: Reply): Reply {
  if (reply.status === 200) for (const { id, digest } of papers) journal.kept.set(id, digest)
  return reply
}
