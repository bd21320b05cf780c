import { readdirSync, readFileSync } from 'node:fs'

/** Looks at the memory of a process and of all that it started. */
export interface MemoryWatch {
  /** Bytes at this moment. */
  now(): number
  /** Ends; answers the most that was seen, in bytes. */
  stop(): number
}

const EVERY_MS = 20

/**
 * Watch a process and its children, on Linux.
 *
 * @example const watch = watchMemory(server.pid); const before = watch.now()
 */
export function watchMemory(pid: number): MemoryWatch {
  let most = 0
  const look = (): number => {
    const bytes = memoryOf(pid)
    most = Math.max(most, bytes)
    return bytes
  }
  const timer = setInterval(look, EVERY_MS)
  return {
    now: look,
    stop() {
      clearInterval(timer)
      look()
      return most
    },
  }
}

function memoryOf(pid: number): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Number(line?.[1] ?? 0) * 1024 + childrenOf(pid).reduce((sum, child) => sum + memoryOf(child), 0)
  } catch {
    // It has ended.
    return 0
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim()
    return text === '' ? [] : text.split(' ').map(Number)
  })
}
