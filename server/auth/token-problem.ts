import { readJwt } from '../base/jwt.ts'
import { problem, type Problem } from '../base/problem.ts'
import type { House } from '../records/house.ts'
import type { AuthCollection } from './auth-collection.ts'
import { type TokenProof, type TokenType, verifyToken } from './token.ts'

/** What a token from a mail comes to: a proof, or what is wrong with it (contract services.md §2.8). */
export type MailedToken =
  | { readonly proof: TokenProof; readonly problem?: undefined }
  | { readonly proof?: undefined; readonly problem: Problem }

export const invalidToken: Problem = problem(
  'validation_invalid_token',
  'This link is not valid any more; ask for another one.',
)

/**
 * Look at a token that came by mail.
 *
 * @example const { proof, problem } = await readMailedToken(house, users, { token, type: 'passwordReset' })
 */
export async function readMailedToken(
  house: House,
  collection: AuthCollection,
  { token, type }: { readonly token: string; readonly type: TokenType },
): Promise<MailedToken> {
  const proof = await verifyToken(house, token, [type])
  if (!proof) return { problem: invalidToken }
  if (proof.collection.id === collection.id) return { proof }
  return {
    problem: problem('validation_token_collection_mismatch', 'This link is for another kind of account.'),
  }
}

/**
 * A text that a token claims, whether or not it is valid any more; '' when it claims none. What it says is to be
 * believed only when the token was verified as well.
 */
export function claimOf(token: string, name: string): string {
  // At the beginning of time no token has ended yet.
  const claim = readJwt(token, 0)?.[name]
  return typeof claim === 'string' ? claim : ''
}
