import { type Client, createClient, memoryStore } from '@dapur/sdk'
import { impersonate } from '@dapur/sdk/admin'
import { queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'

/** Who calls: the superuser that is signed in, nobody, or a record of an auth collection; its id is '' until one is chosen. */
export type Actor =
  | { readonly kind: 'self' | 'guest' }
  | { readonly kind: 'record'; readonly collection: string; readonly id: string }

const SECONDS = 3600
/** A token is made anew long before it ends. */
const RENEWED_MS = (SECONDS / 2) * 1000

/** An actor as the address of the page has it: undefined, `guest` or `COLLECTION:ID`. */
export function readActor(text: string | undefined): Actor {
  if (text === undefined) return { kind: 'self' }
  const at = text.indexOf(':')
  if (at < 0) return { kind: 'guest' }
  return { kind: 'record', collection: text.slice(0, at), id: text.slice(at + 1) }
}

/** The way back from `readActor`. */
export function writeActor(actor: Actor): string | undefined {
  if (actor.kind === 'record') return `${actor.collection}:${actor.id}`
  return actor.kind === 'guest' ? 'guest' : undefined
}

/** A client that calls as this actor; for a record with a token that the server makes for an hour. */
export function clientQuery(actor: Actor) {
  return queryOptions({
    queryKey: ['acting-client', writeActor(actor) ?? ''],
    queryFn: async (): Promise<Client> => {
      if (actor.kind === 'record') {
        const { collection, id } = actor
        return impersonate(dapur, { collection, id, duration: SECONDS })
      }
      return actor.kind === 'self' ? dapur : createClient(dapur.url, { store: memoryStore() })
    },
    // Nobody is called for before somebody is chosen: least of all the superuser.
    enabled: actor.kind !== 'record' || actor.id !== '',
    staleTime: RENEWED_MS,
    refetchInterval: actor.kind === 'record' && RENEWED_MS,
    // A client is no data: two of them are never the same.
    structuralSharing: false,
  })
}
