import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A user with no rights of its own. */
export const NOBODY = 65_534

/** A folder that anybody may write to, for one test. */
export function openFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-built-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  chmodSync(dir, 0o777)
  return dir
}

/**
 * Run a command as nobody special, where only `dir` can be written to: a mount namespace with a read-only root. Its
 * status is not 0 where that is not possible: it needs root, `unshare` and `setpriv`.
 *
 * @example runAsNobody(dir, ['touch', join(dir, 'trace')]).status // 0
 */
export function runAsNobody(
  dir: string,
  command: readonly string[],
): { status: number | null; stderr: string } {
  const { file, args } = inside(dir, command)
  return spawnSync(file, args, { cwd: dir, env: {}, encoding: 'utf8' })
}

/** The same for a command that stays. */
export function spawnAsNobody(dir: string, command: readonly string[]): ChildProcess {
  const { file, args } = inside(dir, command)
  const child = spawn(file, args, { cwd: dir, env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function inside(dir: string, command: readonly string[]): { file: string; args: string[] } {
  const script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro / && exec "$@"'
  const nobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs']
  return { file: 'unshare', args: ['--mount', 'sh', '-c', script, dir, ...nobody, ...command] }
}

/** The Node processes that `pid` has started, by name: what they run, and as whom. */
export function nodeChildrenOf(pid: number): { entry: string | undefined; user: number }[] {
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((path) =>
    readFileSync(path, 'utf8').trim().split(' ').filter(Boolean),
  )
  return children
    .map((child) => ({
      entry: /([\w-]+-child\.js)/.exec(readFileSync(`/proc/${child}/cmdline`, 'utf8'))?.[1],
      user: Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1]),
    }))
    .toSorted((a, b) => String(a.entry).localeCompare(String(b.entry)))
}
