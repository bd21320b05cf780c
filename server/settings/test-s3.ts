import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiError, apiError } from '../base/error.ts'
import { randomString } from '../base/id.ts'
import { problem, required } from '../base/problem.ts'
import type { FileStore } from '../files/file-store.ts'
import { s3Store } from '../files/s3.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { S3Settings, Settings } from './settings.ts'

const choices: Readonly<Record<string, (settings: Settings) => S3Settings>> = {
  storage: ({ s3 }) => s3,
  backups: ({ backups }) => backups.s3,
}

/**
 * Try the S3 service of the settings out: put a file there, and remove it again (contract services.md §5.3).
 *
 * Errors: `body_malformed` 400 for another JSON type; `validation_failed` 400 for another filesystem than `storage` or
 * `backups`; `s3_test_failed` 400 with the reason why it does not work.
 *
 * @example await testS3(settings, { filesystem: 'storage' })
 */
export async function testS3(settings: Settings, body: unknown): Promise<void> {
  const options = choose(body)(settings)
  if (!options.enabled) throw apiError('s3_test_failed', { why: 'it is not switched on in the settings' })
  try {
    await tryOut(s3Store(options))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw apiError('s3_test_failed', { why: error.message }, { cause: error })
  }
}

function choose(body: unknown): (settings: Settings) => S3Settings {
  const filesystem = readSubmitted(body).text('filesystem', '')
  const chosen = Object.hasOwn(choices, filesystem) ? choices[filesystem] : undefined
  if (chosen) return chosen
  const fault = filesystem === '' ? required : problem('validation_in_invalid', 'Use "storage" or "backups".')
  throw apiError('validation_failed', {}, { data: { filesystem: fault } })
}

async function tryOut(store: FileStore): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dapur-s3-'))
  const prefix = `pb_settings_test_${randomString(10)}/`
  try {
    const path = join(folder, 'test.txt')
    await writeFile(path, 'A test of the settings; it may be removed.')
    await store.put(`${prefix}test.txt`, path, { contentType: 'text/plain', originalName: 'test.txt' })
    await store.removeAll(prefix)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
