import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newRandomId } from '../base/id.ts'
import { type ArrivedFile, readUpload } from '../files/upload.ts'
import { type ShapeField, shapeOf } from '../records/shape.ts'
import { withUploads } from '../records/with-uploads.ts'
import type { AuthHouse } from './auth-house.ts'
import type { Attempt } from './auth-method.ts'
import type { Arrival } from './oauth2-arrival.ts'

/** The most bytes that are taken, whatever the field would (contract services.md §2.4). */
const MOST_BYTES = 32 * 1024 * 1024
const TIMEOUT_MS = 10_000
const MAX_NAME = 100

/**
 * Let somebody who signs up bring the picture that their provider names, where the collection keeps it in a field for
 * files (contract services.md §2.4): the attempt then carries it as if the client had uploaded it. Its address comes
 * from data, so it is only asked on the public internet. A picture that cannot be had, or that the field would refuse,
 * keeps nobody out: it is left away, and the log says why.
 *
 * @example await withAvatar(house, attempt, arrival, (attempt) => signUp(held, attempt, prepared))
 */
export async function withAvatar<T>(
  house: AuthHouse,
  attempt: Attempt,
  arrival: Arrival,
  use: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const field = pictureField(attempt, arrival)
  if (!field) return use(attempt)
  const path = join(house.tmp, `avatar-${newRandomId()}`)
  try {
    const file = await fetchPicture(house, { field, path, arrival })
    if (!file) return await use(attempt)
    return await withUploads(house, attempt.ask, [file], (ask) => use({ ...attempt, ask }))
  } finally {
    await rm(path, { force: true })
  }
}

/** Where the picture goes; undefined where there is none, or nobody may sign up, or the client says what goes there. */
function pictureField({ collection }: Attempt, { profile, createData }: Arrival): ShapeField | undefined {
  const field = shapeOf(collection).byName.get(collection.auth.oauth2.mappedFields.avatarURL)
  if (!field?.type.files || profile.avatarURL === '' || collection.createRule === null) return undefined
  return field.name in createData ? undefined : field
}

interface Errand {
  readonly field: ShapeField
  readonly path: string
  readonly arrival: Arrival
}

/** Undefined when nothing came of it, whatever the reason. */
async function fetchPicture(
  house: AuthHouse,
  { field: { name, type, field }, path, arrival }: Errand,
): Promise<ArrivedFile | undefined> {
  const { provider, profile } = arrival
  try {
    const limit = Math.min(Number(field.options['maxSize'] ?? 0) || MOST_BYTES, MOST_BYTES)
    const { status, body } = await house.fetchPublic(profile.avatarURL, { timeout: TIMEOUT_MS, limit })
    if (status !== 200 || body.length === 0) throw new Error(`it was answered with ${status} and no picture`)
    await writeFile(path, body, { flag: 'wx', mode: 0o600 })
    const file = { field: name, name: nameIn(profile.avatarURL), path, size: body.length }
    const found = type.files?.check(await readUpload(file), field.options)
    if (found) throw new Error(`the field "${name}" does not take it: ${found.message}`)
    return file
  } catch (error) {
    house.log.warn({ err: error, provider, field: name }, 'the picture of a new account was left away')
    return undefined
  }
}

/** What the file is called there. Its extension is found in its content, and what is no good in a name falls away. */
function nameIn(address: string): string {
  const [last = ''] = new URL(address).pathname.split('/').toReversed()
  return last.slice(0, MAX_NAME) || 'avatar'
}
