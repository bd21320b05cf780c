import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { z } from 'zod'
import { startChild } from '../../bench/child.ts'
import { asSuperuser } from './as-superuser.ts'
import { p99Of, probeHealth } from './probe-health.ts'
import { startServer } from './server-process.ts'

export interface FewFilesOptions {
  readonly dir: string
  /** How many files and sockets the server may have open. */
  readonly files: number
  /** Clients that hold a connection, and others that write, upload and ask for thumbnails meanwhile. */
  readonly sockets: number
  readonly writers: number
  readonly attackMs: number
  /** How long the health is looked at before, and again after the server had its time to recover. */
  readonly aloneMs: number
  readonly recoversWithinMs: number
  /** A module that the server loads first: the fault that a control plants. */
  readonly plant?: URL
}

export interface FewFilesResult {
  /** How often each answer came meanwhile: `200`, `503`, `cut` for a connection that was closed. */
  readonly answers: Readonly<Record<string, number>>
  /** Of `/api/health`, in ms. */
  readonly p99Before: number
  readonly p99After: number
  readonly faults: readonly string[]
}

/** On a machine that has more to do the health takes its time. */
const MOST_SLOWER = { times: 3, ms: 50 }
const ANSWERS_WITHIN_MS = 15_000
/** A client that was turned away waits a little. */
const PAUSE_MS = 20

/**
 * Let a server have few files and sockets, and take them all away from outside, while others write, upload and ask for
 * thumbnails. It may turn away whom it has no room for; it must not fail, hang or forget, and be as quick as before soon
 * after the crowd has left.
 *
 * @example const { faults } = await runFewFiles({ dir, files: 256, sockets: 600, writers: 8, attackMs: 10_000, aloneMs: 1000, recoversWithinMs: 10_000 })
 */
export async function runFewFiles(options: FewFilesOptions): Promise<FewFilesResult> {
  const { dir, files, aloneMs, recoversWithinMs, plant } = options
  const server = await startServer({
    dir,
    nodeFlags: plant ? ['--import', plant.href] : [],
    prefix: ['sh', '-c', `ulimit -n ${files}; exec "$0" "$@"`],
  })
  try {
    await createNotes(server.url)
    const p99Before = await p99During(server.url, aloneMs)
    const seen = await attack(server.url, options)
    await sleep(recoversWithinMs - aloneMs)
    const p99After = await p99During(server.url, aloneMs)
    const faults = [...seen.faults, ...(await lost(server.url, seen.acknowledged))]
    if (!(p99After <= Math.max(p99Before * MOST_SLOWER.times, p99Before + MOST_SLOWER.ms)))
      faults.push(`health took ${p99After.toFixed(0)} ms at p99 afterwards, ${p99Before.toFixed(0)} before`)
    return { answers: seen.answers, p99Before, p99After, faults }
  } finally {
    await server.kill()
  }
}

async function createNotes(url: string): Promise<void> {
  const { call } = await asSuperuser(url)
  const fields = [
    { name: 'text', type: 'text' },
    { name: 'photo', type: 'file', maxSelect: 1, maxSize: 1_000_000, thumbs: ['100x100'] },
  ]
  await call('POST', '/api/collections', {
    name: 'notes',
    type: 'base',
    viewRule: '',
    createRule: '',
    fields,
  })
}

async function p99During(url: string, ms: number): Promise<number> {
  const stop = await probeHealth(url)
  await sleep(ms)
  return p99Of(await stop())
}

interface Note {
  readonly id: string
  readonly text: string
  readonly photo: string
}

interface Seen {
  readonly acknowledged: Note[]
  readonly answers: Record<string, number>
  readonly faults: string[]
}

const note = z.object({ id: z.string(), text: z.string(), photo: z.string() })

async function attack(url: string, { sockets, writers, attackMs }: FewFilesOptions): Promise<Seen> {
  const image = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const crowd = startChild(new URL('./crowd-child.ts', import.meta.url), [])
  const seen: Seen = { acknowledged: [], answers: {}, faults: [] }
  const until = performance.now() + attackMs
  const write = async (writer: number): Promise<void> => {
    for (let i = 0; performance.now() < until; i++) await writeOne(url, `${writer}/${i}`, image, seen)
  }
  try {
    const began = crowd.ask({ url, sockets, everyMs: 1000 })
    await Promise.all([began, ...Array.from({ length: writers }, (_, writer) => write(writer))])
    await crowd.ask({ url, sockets: 0, everyMs: 0 })
  } finally {
    await crowd.end()
  }
  return seen
}

/** A note with an image, and its thumbnail, for which a process may have to be started. */
async function writeOne(url: string, text: string, image: Buffer, seen: Seen): Promise<void> {
  const { answer, body } = await tryOnce(() => postNote(url, text, image))
  seen.answers[answer] = (seen.answers[answer] ?? 0) + 1
  if (!isAllowed(answer)) seen.faults.push(`a write was answered with ${answer}: ${body}`)
  if (answer !== '200') return sleep(PAUSE_MS)
  const made = note.parse(JSON.parse(body))
  seen.acknowledged.push(made)
  const thumb = await tryOnce(() => ask(`${url}/api/files/notes/${made.id}/${made.photo}?thumb=100x100`))
  if (!isAllowed(thumb.answer)) seen.faults.push(`a thumbnail was answered with ${thumb.answer}`)
}

/** Done, turned away, or not even let in. */
function isAllowed(answer: string): boolean {
  return answer === '200' || answer === '503' || answer === 'cut'
}

function postNote(url: string, text: string, image: Buffer): Promise<Response> {
  const body = new FormData()
  body.append('text', text)
  body.append('photo', new File([new Uint8Array(image)], 'photo.png'))
  return ask(`${url}/api/collections/notes/records`, { method: 'POST', body })
}

function ask(address: string, request: RequestInit = {}): Promise<Response> {
  return fetch(address, { ...request, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
}

async function tryOnce(request: () => Promise<Response>): Promise<{ answer: string; body: string }> {
  try {
    const reply = await request()
    return { answer: String(reply.status), body: await reply.text() }
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return { answer: isLate ? 'nothing' : 'cut', body: '' }
  }
}

/** What was acknowledged and is not there afterwards. */
async function lost(url: string, acknowledged: readonly Note[]): Promise<string[]> {
  const faults: string[] = []
  for (const { id, text, photo } of acknowledged) {
    const record = await tryOnce(() => ask(`${url}/api/collections/notes/records/${id}`))
    const isThere = record.answer === '200' && note.parse(JSON.parse(record.body)).text === text
    const file = await tryOnce(() => ask(`${url}/api/files/notes/${id}/${photo}`))
    if (!isThere || file.answer !== '200') faults.push(`the note ${text} was acknowledged and is gone`)
  }
  if (acknowledged.length === 0) faults.push('nothing was acknowledged')
  return faults
}
