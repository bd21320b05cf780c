import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { INSTALLER_EMAIL } from '../../auth/installer.ts'
import { countOrphans } from '../../records/sweep-files.ts'
import { isPlain } from '../../settings/seal.ts'
import { type Check, failed, fine, warning } from './check.ts'

const superusers: Check = {
  id: 'superusers',
  async examine({ house }) {
    const { storage } = await house()
    const row = await storage.hot.get('select count(*) from "_superusers" where "email" <> ?', [
      INSTALLER_EMAIL,
    ])
    const count = Number(row?.[0] ?? 0)
    if (count > 0) return fine(count === 1 ? 'There is one superuser.' : `There are ${count} superusers.`)
    return warning('There is no superuser.', 'Make one: dapur superuser create EMAIL')
  },
}

const settings: Check = {
  id: 'settings',
  async examine({ house, data }) {
    // That the house opens says that the key is the right one.
    const { current, fixed } = (await house()).settings
    const stored = data?.all(`select "value" from "_params" where "id" = 'settings'`)[0]?.[0]
    const isSealed = stored !== undefined && !isPlain(String(stored))
    const count = fixed.sources.size
    const more = count > 0 ? `; ${count} are fixed by the environment or hono.config.ts` : ''
    if (isSealed) return fine(`The stored settings are encrypted${more}.`)
    const secrets = [current.smtp.password, current.s3.secret, current.backups.s3.secret]
    if (stored === undefined || secrets.every((secret) => secret === ''))
      return fine(`The settings hold no secrets that are stored in plain${more}.`)
    return warning(
      `The stored settings are not encrypted${more}.`,
      'Set DAPUR_ENCRYPTION_KEY to 32 characters (openssl rand -hex 16), and keep it elsewhere too.',
    )
  },
}

const orphans: Check = {
  id: 'orphans',
  async examine({ house }) {
    const opened = await house()
    const count = await countOrphans(opened, opened.clock.now() - HOUR_MS)
    if (count === 0) return fine('Every stored file belongs to a record.')
    return warning(
      `${count} stored files belong to no record.`,
      'A running server removes them within an hour.',
    )
  },
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const OLD_DAYS = 7

const backups: Check = {
  id: 'backups',
  async examine({ house, dir, now }) {
    const { current } = (await house()).settings
    if (current.backups.s3.enabled) return fine('Backups go to S3: look there for the newest one.')
    const newest = await newestBackup(join(dir, 'backups'))
    const advice = 'Set backups.cron in the settings, or say: dapur backup create'
    if (newest === undefined) return warning('There is no backup.', advice)
    const days = Math.floor((now - newest) / DAY_MS)
    if (days <= OLD_DAYS) return fine(`The newest backup is ${days === 0 ? 'of today' : `${days} days old`}.`)
    const what = `The newest backup is ${days} days old.`
    return current.backups.cron === ''
      ? warning(what, advice)
      : failed(what, 'backups.cron is set: see the logs.')
  },
}

async function newestBackup(folder: string): Promise<number | undefined> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.zip'))
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs))
  return times.length === 0 ? undefined : Math.max(...times)
}

/** What takes an opened house to know. */
export const houseChecks: readonly Check[] = [superusers, settings, orphans, backups]
