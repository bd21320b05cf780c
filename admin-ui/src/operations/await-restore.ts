import { hasStatus } from '../explain.ts'
import { askHealth, type BackupFailure, type HealthDetails } from './health-query.ts'

const PAUSE_MS = 400

/** How a restore has ended: `signedOut` when the restored data do not know this session. */
export type RestoreEnd = 'done' | 'signedOut' | BackupFailure

/**
 * Waits until a restore that was begun is over. The server answers 503 for the moment in which the data are exchanged.
 *
 * @param before the failure that was known before: it is not this one's
 * @param signal ends the waiting
 */
export async function awaitRestore(
  key: string,
  before: BackupFailure | undefined,
  signal: AbortSignal,
): Promise<RestoreEnd> {
  for (;;) {
    signal.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    const health = await askAgain(signal)
    if (!health) continue
    if (health.data.canBackup === undefined) return 'signedOut'
    if (!health.data.canBackup) continue
    const failure = health.data.dapur?.lastBackupFailure
    const isOurs = failure?.kind === 'restore' && failure.key === key && failure.at !== before?.at
    return isOurs ? failure : 'done'
  }
}

/** Undefined while nobody can answer. */
async function askAgain(signal: AbortSignal): Promise<HealthDetails | undefined> {
  try {
    return await askHealth(signal)
  } catch (error) {
    if (hasStatus(error, 0, 502, 503, 504) && !signal.aborted) return undefined
    throw error
  }
}
