import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Resizing } from './resize.ts'

/** What `image-child.ts` says of a work. */
export type ImageOutcome = { readonly kind: 'made' } | { readonly kind: 'failed'; readonly message: string }

/** Makes images smaller in a process of its own. */
export interface ImageProcess {
  /** One at a time. Errors: plain ones, for what cannot be done, took too long, or ended the process. */
  resize(resizing: Resizing): Promise<void>
  /** End it; what is under way fails. */
  close(): Promise<void>
}

/** It gives up by itself before that, but a decoder may not listen. */
const LONGEST_MS = 20_000
const LONGEST_IDLE_MS = 30_000

const suffix = extname(new URL(import.meta.url).pathname)
const script = fileURLToPath(new URL(`./image-child${suffix}`, import.meta.url))

/**
 * Open the process that makes images smaller: it is started when it is first needed and ends when it idles.
 *
 * @example const images = imageProcess(); await images.resize({ from, to, size, format: 'png' })
 */
export function imageProcess(): ImageProcess {
  let child: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  function take(): ChildProcess {
    if (isClosed) throw new Error('the server is stopping')
    clearTimeout(idle)
    if (child?.connected) return child
    const started = start()
    child = started
    started.once('exit', () => forget(started))
    return started
  }

  function forget(gone: ChildProcess): void {
    if (child === gone) child = undefined
  }

  function rest(used: ChildProcess): void {
    used.unref()
    used.channel?.unref()
    idle = setTimeout(() => {
      // Before its end is heard of: an image that comes meanwhile must not be sent to it.
      forget(used)
      used.kill('SIGKILL')
    }, LONGEST_IDLE_MS).unref()
  }

  return {
    async resize(resizing) {
      const used = take()
      try {
        await answerOf(used, resizing)
      } finally {
        rest(used)
      }
    },
    async close() {
      isClosed = true
      clearTimeout(idle)
      if (child) await end(child)
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.ref()
  child.kill('SIGKILL')
  await gone
}

function start(): ChildProcess {
  return fork(script, {
    execArgv: [...(suffix === '.ts' ? ['--conditions=source'] : []), '--max-old-space-size=128'],
    serialization: 'advanced',
    // Secrets may lie in the server's. One arena: what was used for one image is used again for the next.
    env: { MALLOC_ARENA_MAX: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

function answerOf(child: ChildProcess, resizing: Resizing): Promise<void> {
  child.ref()
  child.channel?.ref()
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      clearTimeout(deadline)
      child.off('message', hear).off('exit', fall).off('error', settle)
      if (error) reject(error)
      else resolve()
    }
    const hear = (outcome: ImageOutcome): void =>
      settle(outcome.kind === 'made' ? undefined : new Error(outcome.message))
    const fall = (code: number | null, signal: NodeJS.Signals | null): void =>
      settle(new Error(`the process that opened it has ended (${signal ?? code})`))
    const deadline = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
    child.on('message', hear).on('exit', fall).on('error', settle)
    child.send(resizing)
  })
}
