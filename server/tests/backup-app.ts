import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { AppOptions } from '../app.ts'
import { file, type FileApp, fileApp } from './file-app.ts'
import type { Reply } from './test-app.ts'

/** An app with dishes, and words for its backups. */
export interface BackupApp extends FileApp {
  /** Make a backup; fails the test when that fails. */
  readonly backup: (name: string) => Promise<void>
  /** Ask for a restore, and wait for its end. */
  readonly restore: (name: string) => Promise<void>
  /** Resolves when no backup is made or restored. */
  readonly idle: () => Promise<void>
  readonly as: (method: string, path: string, body?: unknown) => Promise<Reply>
  readonly names: () => Promise<string[]>
  readonly upload: (name: string, content: Buffer | string) => Promise<Reply>
  /** Where an archive lies. */
  readonly archive: (name: string) => string
}

const LONGEST_MS = 15_000

export async function backupApp(options: Partial<AppOptions> = {}): Promise<BackupApp> {
  const made = await fileApp(options)
  const { app, call, superuser, form, dir } = made
  const as: BackupApp['as'] = (method, path, body) =>
    call(method, path, { token: superuser, ...(body === undefined ? {} : { body }) })
  const idle = async (): Promise<void> => {
    const until = performance.now() + LONGEST_MS
    while (app.house.backups.current) {
      if (performance.now() > until) throw new Error('the backup or restore takes too long')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return {
    ...made,
    as,
    idle,
    archive: (name) => join(dir, 'backups', name),
    async backup(name) {
      const { status, text } = await as('POST', '/api/backups', { name })
      expect([status, text]).toEqual([204, ''])
      expect(existsSync(join(dir, 'backups', name))).toBe(true)
    },
    async restore(name) {
      const { status, text } = await as('POST', `/api/backups/${name}/restore`)
      expect([status, text]).toEqual([204, ''])
      await idle()
      expect(app.house.backups.lastFailure).toBe(undefined)
    },
    async names() {
      const { json } = await as('GET', '/api/backups')
      return json.map(({ key }: { key: string }) => key)
    },
    upload: (name, content) =>
      form('POST', '/api/backups/upload', [['file', file(name, content)]], superuser),
  }
}
