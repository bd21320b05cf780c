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
}

export const guest: Guest = { kind: 'guest' }

/** May this actor do everything? */
export function isSuperuser(actor: Actor): boolean {
  return actor.kind === 'superuser'
}
