import { createHash } from 'node:crypto'
import type { Steps } from '../base/now.ts'
import type { Cells } from '../records/change.ts'
import type { Work } from '../records/work.ts'
import { insertOwned, ownedBy, type Owner, spendOwned } from './owned-rows.ts'

const ORIGINS = '_authOrigins'
const MOST = 5
const AGENT_LENGTH = 200

/** A user agent as far as it counts: nobody has to keep kilobytes of it. */
export function shortAgent(agent: string): string {
  return agent.length > AGENT_LENGTH ? `${agent.slice(0, AGENT_LENGTH)}...` : agent
}

/**
 * What a place of sign-in is known by (contract services.md §2.9): MD5 as a short name, which protects nothing.
 *
 * @example fingerprintOf('10.0.0.1', 'Mozilla/5.0 …')
 */
export function fingerprintOf(ip: string, agent: string): string {
  return createHash('md5')
    .update(ip + shortAgent(agent))
    .digest('hex')
}

/** The places that an account has signed in from, the oldest first. */
export function originsOf(work: Work, owner: Owner): Steps<Cells[]> {
  return ownedBy(work, ORIGINS, owner)
}

/** Remember a place; the oldest ones make room for it. One that is known stays as it is. */
export function* addOrigin(work: Work, owner: Owner, fingerprint: string): Steps<void> {
  const known = yield* originsOf(work, owner)
  if (known.some((origin) => origin['fingerprint'] === fingerprint)) return
  for (const origin of known.slice(0, Math.max(0, known.length - MOST + 1)))
    yield* spendOwned(work, ORIGINS, origin)
  yield* insertOwned(work, ORIGINS, { ...owner, fingerprint })
}
