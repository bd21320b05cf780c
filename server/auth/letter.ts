import type { MailTemplate, AuthOptions } from '../collections/collection.ts'
import type { Filling } from '../mail/template.ts'
import type { Cells } from '../records/change.ts'
import type { House } from '../records/house.ts'
import type { Steps } from '../base/now.ts'
import type { Work } from '../records/work.ts'
import type { AuthCollection } from './auth-collection.ts'

export const letterNames = ['verification', 'password-reset', 'email-change', 'otp', 'login-alert'] as const

/** The kinds of mails to accounts, as `POST /api/settings/test/email` calls them, and those that only the house sends. */
export const allLetterNames: readonly [...typeof letterNames, 'backup-alert'] = [
  ...letterNames,
  'backup-alert',
]

export type LetterName = (typeof allLetterNames)[number]

/** A mail to an account that is to be sent. What signs people in is not in it: that is made when it is sent. */
export interface Letter {
  readonly kind: LetterName
  readonly collectionId: string
  readonly recordId: string
  /** The address that it goes to. */
  readonly to: string
  /** What the kind has to know beyond the record. */
  readonly extra: Readonly<Record<string, string>>
}

/** A letter with what it is about, as things are now. */
export interface Writing {
  readonly house: House
  readonly collection: AuthCollection
  readonly record: Cells
  readonly letter: Letter
}

/** One kind of letter. */
export interface LetterKind {
  readonly name: LetterName
  readonly template: (auth: AuthOptions) => MailTemplate
  /** Its own placeholders (contract services.md §5.4); those of the app and the record are filled for all. */
  readonly filling: (writing: Writing) => Filling
  /** Milliseconds to wait before each further try; none is left when all were waited for. */
  readonly retries: readonly number[]
  /** Does nobody want it any more? */
  readonly isStale: (writing: Writing) => boolean
  /** What belongs into the transaction that takes it out of the outbox, once it is sent. */
  readonly sent?: (work: Work, writing: Writing) => Steps<void>
  /** The same for one that is given up. */
  readonly failed?: (work: Work, writing: Writing) => Steps<void>
}
