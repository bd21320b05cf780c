import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

let ticksPerSecond: number | undefined

/**
 * How long a process has kept a processor busy since it began: user and system, all its threads, milliseconds.
 * The kernel counts in ticks of 10 ms on most machines, so measure over a second or more.
 *
 * Source: proc(5), fields 14 and 15 of `/proc/PID/stat`.
 *
 * @example const before = cpuTimeMs(pid); await load(); const spent = cpuTimeMs(pid) - before
 */
export function cpuTimeMs(pid: number): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program is in parentheses and may hold anything: count from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [fields[11], fields[12]].map(Number)
  if (user === undefined || system === undefined || Number.isNaN(user + system)) {
    throw new Error(`/proc/${pid}/stat cannot be read: ${stat}`)
  }
  return ((user + system) / ticksPerSecond) * 1000
}
