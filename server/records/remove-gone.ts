import { thumbsPrefix } from '../files/file-store.ts'
import { dueGoneFiles, type GoneEntry, postponeGoneEntry, removeGoneEntry } from './gone-files.ts'
import type { House } from './house.ts'
import { fileKey } from './shelve.ts'
import { sweepCollection } from './sweep-files.ts'

const AT_ONCE = 64
const FIRST_RETRY_MS = 5000
const LONGEST_RETRY_MS = 3_600_000

/**
 * Remove the files that were noted as gone, with their thumbnails. What cannot be removed now is due again later, each
 * time after twice the time.
 *
 * @param isOver asked between two of them: whether to stop
 */
export async function removeGoneFiles(house: House, isOver: () => boolean): Promise<void> {
  for (;;) {
    const entries = await dueGoneFiles(house.storage.hot, house.clock.now(), AT_ONCE)
    if (entries.length === 0) return
    for (const entry of entries) {
      if (isOver()) return
      await settleEntry(house, entry, isOver)
    }
  }
}

async function settleEntry(house: House, entry: GoneEntry, isOver: () => boolean): Promise<void> {
  const { seq, attempts } = entry
  try {
    await removeFiles(house, entry, isOver)
  } catch (error) {
    const delay = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS)
    house.log.warn({ err: error, ...entry }, 'files could not be removed; it is tried again')
    await house.storage.write((tx) => postponeGoneEntry(tx, seq, house.clock.now() + delay))
    return
  }
  // One that was stopped on its way is begun again at the next start.
  if (!isOver()) await house.storage.write((tx) => removeGoneEntry(tx, seq))
}

async function removeFiles(
  house: House,
  { collection, record, names }: GoneEntry,
  isOver: () => boolean,
): Promise<void> {
  if (record === '') {
    // A collection that was made again under the same name has the same id: what its records name stays.
    await sweepCollection(house, collection, { before: Infinity, isOver })
    return
  }
  for (const name of names) {
    const key = fileKey(collection, record, name)
    await house.files.remove(key)
    await house.files.removeAll(thumbsPrefix(key))
  }
}
