/** Who asks: decided once at the door by `auth/identify.ts`, and believed by everything below. */
export type Actor = Guest | RecordActor

/** Nobody in particular. */
export interface Guest {
  readonly kind: 'guest'
}

/** A record of an auth collection; `superuser` when that collection is `_superusers`. */
export interface RecordActor {
  readonly kind: 'record' | 'superuser'
  readonly collectionId: string
  readonly collectionName: string
  readonly id: string
  /** The record's own cells by field name, for `@request.auth.*`. */
  readonly cells: Readonly<Record<string, string | number | null>>
  /** What this right rests on, where it can be revoked by itself. */
  readonly via?: Via
  /** What an API key may do of all that its record may; everything when there is none. */
  readonly scope?: Scope
}

/** One session, or one API key. */
export interface Via {
  readonly kind: 'session' | 'apiKey'
  readonly id: string
}

export const actions = ['list', 'view', 'create', 'update', 'delete'] as const
export type Action = (typeof actions)[number]

/** The actions that are allowed, by collection: what no part names is not. */
export type Scope = readonly ScopePart[]

export interface ScopePart {
  /** Ids, or `*` for all collections that are not the system's own. */
  readonly collections: readonly string[]
  readonly actions: readonly Action[]
}

export const guest: Guest = { kind: 'guest' }

/** Does no rule stand before this actor? A scope may: see `isUnlimited`. */
export function isSuperuser(actor: Actor): boolean {
  return actor.kind === 'superuser'
}

/** May this actor do everything? A superuser, and not by an API key that is good for some things only. */
export function isUnlimited(actor: Actor): boolean {
  return actor.kind === 'superuser' && actor.scope === undefined
}

/** The scope of an actor that has one. */
export function scopeOfActor(actor: Actor): Scope | undefined {
  return actor.kind === 'guest' ? undefined : actor.scope
}
