import { LRUCache } from 'lru-cache'
import { type Actor, guest, type RecordActor, type Via } from '../base/actor.ts'
import { andThen, type Now } from '../base/now.ts'
import type { Catalog } from '../collections/collection.ts'
import type { House } from '../records/house.ts'
import type { Proof } from './proof.ts'
import { prove } from './prove.ts'
import { recordActor } from './record-actor.ts'
import type { UsedTable, Usage } from './usage.ts'

/** Says who asks by the `Authorization` header; a token that proves nothing is a guest's. */
export type Identify = (authorization: string | undefined) => Now<Actor>

/** A record that tokens are known of. */
interface Known {
  readonly actor: RecordActor
  /** A change of any collection makes a new catalog: secrets and fields may be others then. */
  readonly catalog: Catalog
  /** Does the record still stand in the database as it does here? */
  isFresh: boolean
}

interface Entry {
  readonly known: Known
  /** The record, with the session or the key that it comes with. */
  readonly actor: RecordActor
  /** Milliseconds since 1970; Infinity for a token without end. */
  readonly end: number
}

const TOKENS = 10_000

/**
 * Make the function that every request passes first: token or API key → actor (contract services.md §0.5). `usage` is
 * told whenever a key or a session is used.
 *
 * Tokens that were found valid are remembered, which saves the signature and the read of the record
 * (`performance.md` §4). A memory never outlives a change of its record, of any collection, or one that
 * another process made.
 *
 * @example const identify = identifyWith(house); const actor = await identify('Bearer eyJ…')
 */
export function identifyWith(house: House, usage?: Pick<Usage, 'touch'>): Identify {
  const entries = new LRUCache<string, Entry>({ max: TOKENS })
  // What falls out here takes its tokens' entries with it: nothing could tell them of a change any more.
  const records = new LRUCache<string, Known>({ max: TOKENS, dispose: forget })
  const changes = forgetChanged(house, records)

  function remember(token: string, { collection, record, actor, end }: Proof, catalog: Catalog): Entry {
    const key = keyOf(actor.collectionId, actor.id)
    let known = records.get(key)
    if (known?.catalog !== catalog) {
      known = { actor: actor.via ? recordActor(collection, record) : actor, catalog, isFresh: true }
      records.set(key, known)
    }
    const entry = { known, end, actor: actor.via ? actor : known.actor }
    entries.set(token, entry)
    return entry
  }

  function use({ actor }: Pick<Entry, 'actor'>): RecordActor {
    if (actor.via) usage?.touch(usedTables[actor.via.kind], actor.via.id)
    return actor
  }

  return function identify(authorization) {
    const token = tokenOf(authorization)
    if (token === '') return guest
    const entry = entries.get(token)
    const catalog = house.catalog.current
    if (entry && isValid(entry, catalog, house.clock.now())) return use(entry)
    const before = changes.count
    return andThen(prove(house, token), (proof) => {
      if (!proof) return guest
      return use(before === changes.count ? remember(token, proof, catalog) : proof)
    })
  }
}

/** Drop what changes; `count` grows with whatever may have made a read record old, for reads that a change overtakes. */
function forgetChanged(house: House, records: LRUCache<string, Known>): { readonly count: number } {
  const changes = { count: 0 }
  const drop = (collectionId: string, recordId: string): void => {
    changes.count++
    records.delete(keyOf(collectionId, recordId))
  }
  house.changes.onCommit.add(({ collection, recordId }) => {
    if (collection.type === 'auth') drop(collection.id, recordId)
  })
  house.changes.onRevoke.add(({ collectionRef, recordRef }) => drop(collectionRef, recordRef))
  house.storage.onForeignChange((what) => {
    if (what === 'settings') return
    changes.count++
    records.clear()
  })
  return changes
}

const usedTables: Readonly<Record<Via['kind'], UsedTable>> = {
  apiKey: '_dapur_api_keys',
  session: '_dapur_sessions',
}

/**
 * The token in an `Authorization` header, with or without `Bearer`; '' when there is none. Another scheme in
 * front of a token leaves a space in it, and no token has one.
 *
 * @example tokenOf('bearer eyJ…') // 'eyJ…'
 */
export function tokenOf(authorization: string | undefined): string {
  if (authorization === undefined) return ''
  return /^bearer /i.test(authorization) ? authorization.slice(7) : authorization
}

function isValid({ known, end }: Entry, catalog: Catalog, now: number): boolean {
  return known.isFresh && known.catalog === catalog && now < end
}

function keyOf(collectionId: string, recordId: string): string {
  return `${collectionId}/${recordId}`
}

function forget(known: Known): void {
  known.isFresh = false
}
