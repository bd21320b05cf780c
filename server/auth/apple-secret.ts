import { apiError } from '../base/error.ts'
import { problem, type Problem, required } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'
import type { House } from '../records/house.ts'
import { refuseProblems } from './parse-fields.ts'

const ID_LENGTH = 10
/** Seconds: Apple takes no secret that lasts longer than half a year. */
const LONGEST = 15_777_000
const AUDIENCE = 'https://appleid.apple.com'
const PEM = /^\s*-----BEGIN PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]+-----END PRIVATE KEY-----\s*$/

/**
 * Make the client secret for signing in with Apple: a token that Apple's private key has signed (contract services.md
 * §5.3). The key is used once, and kept nowhere.
 *
 * Errors: `body_malformed` 400; `validation_failed` 400; `apple_key_broken` 400 for a key of another kind.
 *
 * @example await makeAppleSecret(house, { clientId, teamId, keyId, privateKey, duration: 15777000 })
 */
export async function makeAppleSecret(
  { clock }: Pick<House, 'clock'>,
  body: unknown,
): Promise<{ secret: string }> {
  const { clientId, teamId, keyId, privateKey, duration } = parse(body)
  const { importPKCS8, SignJWT } = await import('jose')
  const key = await importPKCS8(privateKey.trim(), 'ES256').catch((error: unknown) => {
    throw apiError('apple_key_broken', {}, { cause: error })
  })
  const now = Math.floor(clock.now() / 1000)
  const secret = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience([AUDIENCE])
    .setIssuedAt(now)
    .setExpirationTime(now + duration)
    .sign(key)
  return { secret }
}

interface AppleKey {
  readonly clientId: string
  readonly teamId: string
  readonly keyId: string
  readonly privateKey: string
  readonly duration: number
}

function parse(body: unknown): AppleKey {
  const submitted = readSubmitted(body)
  const text = (key: string): string => submitted.text(key, '')
  const wish = {
    clientId: text('clientId'),
    teamId: text('teamId'),
    keyId: text('keyId'),
    privateKey: text('privateKey'),
    duration: submitted.whole('duration', 0),
  }
  refuseProblems({
    clientId: wish.clientId === '' ? required : undefined,
    teamId: idProblem(wish.teamId),
    keyId: idProblem(wish.keyId),
    privateKey: keyProblem(wish.privateKey),
    duration: durationProblem(wish.duration),
  })
  return wish
}

function idProblem(id: string): Problem | undefined {
  if (id === '') return required
  if (Buffer.byteLength(id) === ID_LENGTH) return undefined
  return problem('validation_length_invalid', `Use exactly ${ID_LENGTH} characters.`, {
    min: ID_LENGTH,
    max: ID_LENGTH,
  })
}

function keyProblem(key: string): Problem | undefined {
  if (key === '') return required
  if (PEM.test(key)) return undefined
  return problem(
    'validation_match_invalid',
    'Paste the whole file, from BEGIN PRIVATE KEY to END PRIVATE KEY.',
  )
}

function durationProblem(duration: number): Problem | undefined {
  if (duration === 0) return required
  if (duration < 1)
    return problem('validation_min_greater_equal_than_required', 'Use at least 1 second.', { threshold: 1 })
  if (duration <= LONGEST) return undefined
  const message = `Use at most ${LONGEST} seconds.`
  return problem('validation_max_less_equal_than_required', message, { threshold: LONGEST })
}
