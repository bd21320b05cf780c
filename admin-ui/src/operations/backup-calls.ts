import { queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'

export interface BackupJson {
  readonly key: string
  readonly modified: string
  /** Bytes. */
  readonly size: number
}

const path = '/api/backups'
const pathOf = (key: string): string => `${path}/${encodeURIComponent(key)}`

/** All backups, the newest first. */
export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: async ({ signal }) => {
    const backups = await dapur.send<BackupJson[]>({ method: 'GET', path, signal })
    return backups.toSorted((a, b) => b.modified.localeCompare(a.modified))
  },
})

/** Makes a backup and answers when it is there. An empty name leaves it to the server. Throws an `ApiError`. */
export async function createBackup(name: string): Promise<void> {
  await dapur.send({ method: 'POST', path, body: name === '' ? {} : { name } })
}

/** Throws an `ApiError`. `onProgress` is told the share that is sent. */
export async function uploadBackup(file: File, onProgress: (share: number) => void): Promise<void> {
  const body = new FormData()
  body.set('file', file)
  await dapur.send({ method: 'POST', path: `${path}/upload`, body, onProgress })
}

/** Throws an `ApiError`. */
export async function deleteBackup(key: string): Promise<void> {
  await dapur.send({ method: 'DELETE', path: pathOf(key) })
}

/** Begins a restore; how it goes is told by health. Throws an `ApiError`. */
export async function startRestore(key: string): Promise<void> {
  await dapur.send({ method: 'POST', path: `${pathOf(key)}/restore` })
}

/** Where the browser gets the archive from, for some minutes. Throws an `ApiError`. */
export async function backupAddress(key: string): Promise<string> {
  const token = await dapur.files.token()
  return `${dapur.url}${pathOf(key)}?token=${encodeURIComponent(token)}`
}
