import { hasSignature, type JwtClaims, readJwt, signJwt } from '../base/jwt.ts'
import { andThen, type Now } from '../base/now.ts'
import type { AuthOptions, TokenOptions } from '../collections/collection.ts'
import type { Cells } from '../records/change.ts'
import { findRecord } from '../records/find.ts'
import type { House } from '../records/house.ts'
import { type AuthCollection, isAuthCollection } from './auth-collection.ts'
import { text } from './record-actor.ts'
import { isSessionOpen } from './session-open.ts'

/** What a type of token is signed with and says (contract services.md §1.2). */
interface TokenKind {
  readonly options: (auth: AuthOptions) => TokenOptions
  readonly claims: (record: Cells, more: TokenExtras) => JwtClaims
}

/** What only some types say. */
export interface TokenExtras {
  /** `auth`: may it be exchanged for a newer one? False for a static token. */
  readonly refreshable?: boolean
  /** `emailChange`: the address to change to. */
  readonly newEmail?: string
  /** `auth` and `refresh`: the session that it belongs to, where the collection keeps sessions. */
  readonly session?: string
  /** `refresh`: how often the session's refresh token was exchanged before. */
  readonly generation?: number
}

/** `refresh` is ours, all others are the contract's. */
export type TokenType = 'auth' | 'file' | 'verification' | 'passwordReset' | 'emailChange' | 'refresh'

const tokenTypes: Readonly<Record<TokenType, TokenKind>> = {
  auth: {
    options: (auth) => auth.authToken,
    claims: (_record, { refreshable = true, session }) => ({
      refreshable,
      ...(session !== undefined && { sid: session }),
    }),
  },
  refresh: {
    options: (auth) => auth.authToken,
    claims: (_record, { session, generation }) => ({ gen: generation, sid: session }),
  },
  file: { options: (auth) => auth.fileToken, claims: () => ({}) },
  verification: {
    options: (auth) => auth.verificationToken,
    claims: (record) => ({ email: text(record, 'email') }),
  },
  passwordReset: {
    options: (auth) => auth.passwordResetToken,
    claims: (record) => ({ email: text(record, 'email') }),
  },
  emailChange: {
    options: (auth) => auth.emailChangeToken,
    claims: (record, { newEmail = '' }) => ({ email: text(record, 'email'), newEmail }),
  },
}

export interface TokenRequest extends TokenExtras {
  readonly type: TokenType
  readonly collection: AuthCollection
  readonly record: Cells
  /** Milliseconds since 1970. */
  readonly now: number
  /** Seconds; what the collection says when absent or 0. */
  readonly duration?: number
}

/**
 * Make a token of a record. It dies with the record's `tokenKey` and with the collection's secret of its type.
 *
 * @example issueToken({ type: 'auth', collection: users, record, now: house.clock.now() })
 */
export function issueToken({ type, collection, record, now, duration, ...more }: TokenRequest): string {
  const kind = tokenTypes[type]
  const { secret, duration: usual } = kind.options(collection.auth)
  const tokenKey = text(record, 'tokenKey')
  if (tokenKey === '') throw new Error('an auth record has no tokenKey to sign with')
  const claims: JwtClaims = {
    collectionId: collection.id,
    exp: Math.floor(now / 1000) + (duration || usual),
    id: text(record, 'id'),
    ...kind.claims(record, more),
    type,
  }
  return signJwt(claims, tokenKey + secret)
}

/** What a valid token proves: whose it is, as that record is now, and what else it says. */
export interface TokenProof {
  readonly collection: AuthCollection
  readonly record: Cells
  readonly claims: JwtClaims
  /** The open session that the token belongs to. */
  readonly session?: string
}

/**
 * Is this a valid token of one of these types? Undefined for whatever reason it is not: time, form, type, a
 * record or collection that is gone, a key that has changed (contract services.md §1.1), a session that has ended.
 * Answers at once where the database does.
 *
 * @example const proof = await verifyToken(house, token, ['file'])
 */
export function verifyToken(
  house: House,
  token: string,
  accepted: readonly TokenType[],
): Now<TokenProof | undefined> {
  const claims = readJwt(token, house.clock.now())
  if (!claims) return undefined
  const { id, collectionId } = claims
  const type = accepted.find((one) => one === claims['type'])
  if (!type || !isFilled(id) || !isFilled(collectionId)) return undefined
  const collection = house.catalog.current.byId(collectionId)
  if (!collection || !isAuthCollection(collection)) return undefined
  const { secret } = tokenTypes[type].options(collection.auth)
  return andThen(findRecord(house, collection, id), (record) => {
    const tokenKey = record?.['tokenKey']
    if (!record || !isFilled(tokenKey) || !hasSignature(token, tokenKey + secret)) return undefined
    const { sid } = claims
    if (sid === undefined) return { collection, record, claims }
    if (!isFilled(sid)) return undefined
    return andThen(isSessionOpen(house, { session: sid, collection, record }), (isOpen) =>
      isOpen ? { collection, record, claims, session: sid } : undefined,
    )
  })
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
