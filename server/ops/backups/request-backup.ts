import { apiError } from '../../base/error.ts'
import { isJsonObject } from '../../base/json.ts'
import { problem, type Problem } from '../../base/problem.ts'
import type { BackupHouse } from './backup-house.ts'
import { backupName } from './backup-name.ts'
import { backupStore } from './backup-store.ts'
import { createBackup } from './create-backup.ts'
import type { Tell } from './progress.ts'

const NAME = /^[a-z0-9_-]+\.zip$/
const LONGEST = 150

export const nameTaken: Problem = problem(
  'validation_backup_name_exists',
  'There is a backup with this name; use another one.',
)

/**
 * Make a backup that somebody asks for, under the name that they give or one of ours (contract services.md §6.2);
 * answers the name.
 *
 * Errors: `validation_failed` 400 for a name that cannot be, or that is taken; those of `createBackup`.
 *
 * @example await requestBackup(house, { name: 'monday.zip' })
 */
export async function requestBackup(house: BackupHouse, body: unknown, tell?: Tell): Promise<string> {
  const name = nameOf(body)
  const fault = name === '' ? undefined : problemOf(name)
  if (fault) throw apiError('validation_failed', {}, { data: { name: fault } })
  const key = name === '' ? await freeName(house) : name
  if (name !== '' && (await backupStore(house).stat(key)))
    throw apiError('validation_failed', {}, { data: { name: nameTaken } })
  await createBackup(house, key, tell)
  return key
}

/** A name of ours says the second; who asks twice within it wants two backups. */
async function freeName(house: BackupHouse): Promise<string> {
  const store = backupStore(house)
  const usual = backupName(house, 'pb_backup_')
  let name = usual
  for (let count = 2; await store.stat(name); count++) name = usual.replace(/\.zip$/, `_${count}.zip`)
  return name
}

function nameOf(body: unknown): string {
  const name = isJsonObject(body) ? (body['name'] ?? '') : ''
  if (typeof name !== 'string') throw apiError('body_malformed', { why: '"name" has to be a text' })
  return name
}

function problemOf(name: string): Problem | undefined {
  if (Buffer.byteLength(name) > LONGEST) {
    const params = { min: 1, max: LONGEST }
    return problem('validation_length_out_of_range', `Use at most ${LONGEST} characters.`, params)
  }
  return NAME.test(name)
    ? undefined
    : problem('validation_match_invalid', 'Use a-z, 0-9, "_" and "-", and ".zip" at the end.')
}
