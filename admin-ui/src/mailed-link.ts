import { ApiError, readToken } from '@dapur/sdk'
import { dapur } from './dapur.ts'
import { hasStatus } from './explain.ts'

/** What the links in our mails are for: the last part of the route that takes their token. */
export type LinkAction = 'confirm-verification' | 'confirm-password-reset' | 'confirm-email-change'

const types: Readonly<Record<LinkAction, string>> = {
  'confirm-verification': 'verification',
  'confirm-password-reset': 'passwordReset',
  'confirm-email-change': 'emailChange',
}

/** The id of `_superusers` is the same everywhere (contract services.md §2.11). */
const SUPERUSERS_ID = 'pbc_3142635823'

/** A link of a mail, as far as its token tells. */
export interface MailedLink {
  readonly token: string
  readonly collection: string
  /** The address of the account; '' when the token does not say. */
  readonly email: string
  /** The address that the account is to have. */
  readonly newEmail: string
  readonly isSuperuser: boolean
}

/** Reads a link; undefined for one that is over by this machine's clock, or meant for something else. */
export function readLink(action: LinkAction, token: string): MailedLink | undefined {
  const claims = readToken(token)
  if (claims?.type !== types[action]) return undefined
  if (claims.exp !== undefined && claims.exp * 1000 <= Date.now()) return undefined
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    token,
    collection: claims.collectionId,
    email: textOf('email' in claims ? claims.email : ''),
    newEmail: textOf('newEmail' in claims ? claims.newEmail : ''),
    isSuperuser: claims.collectionId === SUPERUSERS_ID,
  }
}

/** Does what the link is for. Nobody has to be signed in, and whoever is stays out of it. */
export async function followLink(
  action: LinkAction,
  { token, collection }: MailedLink,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const path = `/api/collections/${encodeURIComponent(collection)}/${action}`
  await dapur.send({ method: 'POST', path, token: '', body: { token, ...values } })
}

/** Does the server refuse the link itself: used before, too old, or its account has changed? */
export function isLinkRefused(error: unknown): boolean {
  if (hasStatus(error, 404)) return true
  return error instanceof ApiError && error.problem('token') !== undefined
}
