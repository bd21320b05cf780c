import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { asSuperuser } from './as-superuser.ts'
import { buildFsyncShim } from './fsync-shim.ts'
import { type DiskSwitch, diskSwitch } from './disk-switch.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** What a request was answered with; `status` is 0 where the line broke, or no answer came in time. */
export interface Reply {
  readonly status: number
  readonly text: string
}

/** What was acknowledged, and what may be there besides. */
export interface SweepJournal {
  /** Digests of what was acknowledged, by the id of the record in `papers`. */
  readonly kept: Map<string, string>
  /** Ids of records that were written as one; whole groups are there, or nothing of them. */
  readonly groups: (readonly string[])[]
  /** Backups that were acknowledged. */
  readonly backups: Set<string>
}

/** A data directory whose server runs over the shim. */
export interface SweepStage {
  readonly dir: string
  readonly disk: DiskSwitch
  readonly journal: SweepJournal
  /** The token of a superuser. */
  readonly token: string
  readonly server: () => ServerProcess
  /** Ends the server with SIGKILL and starts another one on the same data, without a fault. */
  restart(): Promise<void>
  /** The same, but the switch stays as it is: the start itself may fail. Answers what was printed then. */
  boot(): Promise<string | undefined>
  ask(method: string, path: string, body?: object): Promise<Reply>
  close(): Promise<void>
}

const ANSWER_WITHIN_MS = 20_000

/** A backup that holds nothing but the collections. */
export const EMPTY_BACKUP = 'empty.zip'

/**
 * Lays out a directory with the collection `papers`, whose records have a digest and may have a file, and with a backup
 * of it, and starts a server on it; undefined where there is no gcc or no Linux.
 *
 * @param folder an empty one, which the caller removes
 */
export async function openSweepStage(folder: string): Promise<SweepStage | undefined> {
  const library = buildFsyncShim(folder, 'syscall-shim')
  if (library === undefined) return undefined
  const dir = join(folder, 'data')
  mkdirSync(dir, { mode: 0o700 })
  const disk = diskSwitch({ library, dir, path: join(folder, 'switch') })
  const start = (): Promise<ServerProcess> => startServer({ dir, env: disk.env })
  let server = await start()
  const token = await prepare(server.url)
  return {
    dir,
    disk,
    token,
    journal: { kept: new Map(), groups: [], backups: new Set([EMPTY_BACKUP]) },
    server: () => server,
    async restart() {
      disk.clear()
      await server.kill()
      server = await start()
    },
    async boot() {
      await server.kill()
      try {
        server = await start()
        return undefined
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },
    ask: (method, path, body) => ask(server.url + path, { method, body, token }),
    async close() {
      await server.kill()
      disk.close()
    },
  }
}

async function prepare(url: string): Promise<string> {
  const { token, call } = await asSuperuser(url)
  await call('PATCH', '/api/settings', { batch: { enabled: true } })
  const fields = [
    { name: 'digest', type: 'text' },
    { name: 'text', type: 'text' },
    { name: 'file', type: 'file', maxSelect: 1 },
  ]
  await call('POST', '/api/collections', { name: 'papers', type: 'base', fields, createRule: '' })
  await call('POST', '/api/backups', { name: EMPTY_BACKUP })
  return token
}

interface Asking {
  readonly method: string
  readonly body: object | undefined
  readonly token: string
}

async function ask(url: string, { method, body, token }: Asking): Promise<Reply> {
  const isForm = body instanceof FormData
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: token, ...(body && !isForm && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return { status: 0, text: error instanceof Error ? `${error.message} ${String(error.cause)}` : '' }
  }
}
