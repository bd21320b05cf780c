import { bagOf } from '../base/bag.ts'
import { ApiError } from '../base/error.ts'
import type { Now, Steps } from '../base/now.ts'
import type { HookName } from '../hooks/events.ts'
import type { Catalog } from '../collections/collection.ts'
import type { Reader } from '../storage/dialect.ts'
import type { House, Work } from './house.ts'
import type { Hashed } from './passwords.ts'
import type { Ask } from './request.ts'
import type { Shape } from './shape.ts'
import type { Shelved } from './uploads.ts'
import type { Written } from './written.ts'

/** Where a deed is looked at before it is done: what is there now, in or out of a transaction. */
export interface Scene {
  readonly house: House
  readonly catalog: Catalog
  readonly reader: Reader
}

/** What a deed would do, on the client's values alone. */
export interface Sight {
  readonly shape: Shape
  readonly values: Readonly<Record<string, unknown>>
  /** The values before; empty ones for a create. */
  readonly stored: Readonly<Record<string, unknown>>
}

/** The values that hooks changed, by field name. */
export type Changes = ReadonlyMap<string, unknown>

/** What takes its time and is therefore done before the transaction. */
export interface Secrets {
  readonly hashed: Hashed
  /** The hash that the submitted old password was found to fit. */
  readonly fits: string | undefined
  /** The files that were stored for this deed. */
  readonly shelved?: Shelved | undefined
  /** Was nothing hashed or stored, because the rule did not let the deed in at that time? */
  readonly isRefused: boolean
}

/** What is known on top of the client's values when the transaction begins. */
export interface Extras {
  readonly changes: Changes
  readonly secrets: Secrets
}

/**
 * One create, update or delete in parts, so that it can be done alone, with hooks around it, and as one of a batch.
 * Each part asks the catalog and the database anew.
 */
export interface Deed {
  readonly event: HookName
  readonly ask: Ask
  readonly nameOrId: string
  /** Errors: all by which the client may be refused. */
  look(scene: Scene): Steps<Sight>
  /** `isSure` skips the question whether hashing is worth its while. Errors: `hashing_busy` 503. */
  readySecrets(scene: Scene, changes: Changes, isSure: boolean): Now<Secrets>
  /** Asks the rule again, of the client's values alone. Errors: those of the verb; `PasswordsUnhashed`. */
  write(work: Work, extras: Extras): Steps<Written>
}

/** A password or a file came to be written that nobody had thought worth hashing or storing: do so, and begin again. */
export class PasswordsUnhashed extends Error {}

export const noChanges: Changes = new Map()
export const noSecrets: Secrets = { hashed: new Map(), fits: undefined, isRefused: false }
export const refusedSecrets: Secrets = { ...noSecrets, isRefused: true }

/** What a look gives, or undefined when it ends in a refusal. */
export async function unlessRefused<T>(look: () => Now<T>): Promise<T | undefined> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

/** Values with what hooks made of them. */
export function withChanges(
  values: Readonly<Record<string, unknown>>,
  changes: Changes,
): Record<string, unknown> {
  const next = bagOf(values)
  if (changes.size > 0) for (const [name, value] of changes) next[name] = value
  return next
}
