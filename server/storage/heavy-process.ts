/** One child process of `heavy-reader.ts`: started, given one query at a time, killed when it takes too long. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { apiError } from '../base/error.ts'
import type { Cell } from './dialect.ts'
import { entryArguments, entryUrl } from './entry.ts'
import { receiveError, translateError, type SentError } from './sqlite-error.ts'

/** What a child is told to read. */
export interface HeavyOrder {
  readonly sql: string
  readonly params: readonly Cell[]
  readonly maxRows: number
  readonly maxBytes: number
}

export type HeavyAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rows' | 'done'; readonly rows: Cell[][] }
  | { readonly kind: 'failed'; readonly error: SentError }
  /** More bytes than were allowed. */
  | { readonly kind: 'large' }

export interface ChildOptions {
  /** What runs in the child, and what it is told at its start; the heavy child when nothing is said. */
  readonly entry?: { readonly name: string; readonly words: readonly string[] }
  readonly file: string
  /** A child that had nothing to do for so many ms is ended. */
  readonly longestIdle: number
  /** The largest answer, in bytes. */
  readonly maxBytes: number
}

export interface HeavyQuery {
  readonly sql: string
  readonly params: readonly Cell[]
  readonly maxRows: number
  /** In ms, from when a child takes it up. */
  readonly deadline: number
}

/** A query and who waits for it. */
export interface Task {
  readonly query: HeavyQuery
  readonly rows: Cell[][]
  readonly resolve: (rows: Cell[][]) => void
  readonly reject: (error: unknown) => void
}

export interface Child {
  readonly process: ChildProcess
  readonly options: ChildOptions
  readonly events: ChildEvents
  task: Task | undefined
  isReady: boolean
  /** Counts to the deadline of the task, or to the end of idleness. */
  timer: NodeJS.Timeout | undefined
}

export interface ChildEvents {
  readonly onFree: () => void
  readonly onEnd: (child: Child) => void
}

/** Start a child. It gets no environment: it needs none, and secrets may lie there. */
export function startChild(options: ChildOptions, events: ChildEvents): Child {
  const { name, words } = options.entry ?? { name: 'heavy-child', words: [] }
  const forked = fork(fileURLToPath(entryUrl(name)), [options.file, ...words], {
    execArgv: [...entryArguments, '--max-old-space-size=256'],
    serialization: 'advanced',
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const child: Child = { process: forked, options, events, task: undefined, isReady: false, timer: undefined }
  forked.on('message', (answer: HeavyAnswer) => hear(child, answer))
  forked.once('error', (error) => lose(child, error))
  forked.once('exit', (code, signal) =>
    lose(child, new Error(`a reading process has ended (${signal ?? code})`)),
  )
  return child
}

/** Let a free child read; its time begins when it is up. */
export function giveTask(child: Child, task: Task): void {
  child.task = task
  child.process.ref()
  child.process.channel?.ref()
  setDeadline(child, task)
  if (child.isReady) sendTask(child, task)
}

/** Kill a child and wait until it is gone. */
export async function endChild(child: Child): Promise<void> {
  const { exitCode, signalCode } = child.process
  if (exitCode !== null || signalCode !== null) return
  child.process.ref()
  const gone = new Promise((resolve) => child.process.once('exit', resolve))
  child.process.kill('SIGKILL')
  await gone
}

function setDeadline(child: Child, task: Task): void {
  clearTimeout(child.timer)
  const { deadline } = task.query
  child.timer = setTimeout(() => lose(child, apiError('query_expired', { ms: deadline })), deadline)
}

function sendTask(child: Child, { query }: Task): void {
  const { sql, params, maxRows } = query
  const order: HeavyOrder = { sql, params, maxRows, maxBytes: child.options.maxBytes }
  child.process.send(order)
}

function hear(child: Child, answer: HeavyAnswer): void {
  const { task } = child
  if (answer.kind === 'ready') {
    child.isReady = true
    if (!task) return
    setDeadline(child, task)
    return sendTask(child, task)
  }
  if (!task) return
  if (answer.kind === 'failed') {
    rest(child)
    return task.reject(translateError(receiveError(answer.error)))
  }
  if (answer.kind === 'large') {
    rest(child)
    return task.reject(apiError('query_too_large', { limit: child.options.maxBytes }))
  }
  for (const row of answer.rows) task.rows.push(row)
  if (answer.kind === 'rows') return
  rest(child)
  task.resolve(task.rows)
}

/** Nothing to do: do not keep the server alive, and end after a while. */
function rest(child: Child): void {
  child.task = undefined
  clearTimeout(child.timer)
  child.timer = setTimeout(() => lose(child, undefined), child.options.longestIdle).unref()
  child.process.unref()
  child.process.channel?.unref()
  // Not in this turn: who waits for the answer comes first.
  setImmediate(child.events.onFree)
}

/** The child is of no use any more: killed, or gone by itself. */
function lose(child: Child, why: unknown): void {
  clearTimeout(child.timer)
  child.process.removeAllListeners('message')
  child.process.kill('SIGKILL')
  const { task } = child
  child.task = undefined
  task?.reject(why)
  child.events.onEnd(child)
}
