import { tokenOf } from '../auth/identify.ts'
import { prove } from '../auth/prove.ts'
import { recordActor } from '../auth/record-actor.ts'
import { maySuperuserComeFrom } from '../auth/superuser-ips.ts'
import { isSuperuser } from '../base/actor.ts'
import { apiError } from '../base/error.ts'
import { andThen, type Now, type Steps, take } from '../base/now.ts'
import type { Catalog } from '../collections/collection.ts'
import type { Change, Owner } from '../records/change.ts'
import type { House } from '../records/house.ts'
import type { Client } from './client.ts'
import type { Loss } from './manner.ts'
import {
  guestSession,
  isByKey,
  isExpired,
  isUntouched,
  ownerKey,
  type Session,
  sessionKey,
  sessionOf,
} from './session.ts'

/**
 * Keeps true who each socket speaks for: no event goes out under a right that a commit before it took away
 * (`realtime.md`, promise 3; contract services.md §3.5).
 */
export class ActorKeeper {
  /** Told when a socket speaks for somebody else, or when what is known of its actor changes. Must not throw. */
  readonly onActor: Set<(client: Client) => void> = new Set()
  readonly #house: House
  readonly #onLost: (client: Client, reason: Loss) => void
  /** Sockets that speak for somebody, by whom. */
  readonly #clients = new Map<string, Set<Client>>()
  readonly #superusers = new Set<Client>()
  #catalog: Catalog
  /** Did another process change what tokens rest on? */
  #isStale = false
  /** Sockets whose session or API key may be gone. */
  readonly #doubted = new Set<Client>()
  /** Counts what may have made a read record old, for reads that a change overtakes. */
  #changes = 0

  constructor(house: House, onLost: (client: Client, reason: Loss) => void) {
    this.#house = house
    this.#onLost = onLost
    this.#catalog = house.catalog.current
    house.changes.onCommit.add(this.#follow)
    house.changes.onRevoke.add(this.#doubt)
    house.storage.onForeignChange((what) => {
      if (what === 'settings') return
      this.#changes++
      this.#isStale = true
    })
  }

  /** Let a socket speak for whoever the token belongs to; answers false, and changes nothing, for a bad one. */
  signIn(client: Client, token: string): Now<boolean> {
    return andThen(this.#prove(tokenOf(token)), (session) => {
      if (!session || !this.#mayComeFrom(session, client)) return false
      if (client.isOpen) this.#adopt(client, session)
      return true
    })
  }

  /**
   * Let a listener speak for whoever this `Authorization` header belongs to, a guest where it proves nothing. Whoever
   * speaks for somebody stays that one (contract services.md §3.2).
   *
   * Errors: `forbidden` 403.
   */
  claim(client: Client, authorization: string | undefined): Now<void> {
    return andThen(this.#prove(tokenOf(authorization)), (session = guestSession) => {
      if (!client.isOpen) return
      const { key } = client.session
      if (key !== '' && key !== session.key) throw apiError('forbidden', {})
      if (!this.#mayComeFrom(session, client)) throw apiError('forbidden', {})
      this.#adopt(client, session)
    })
  }

  /** Let a socket speak for a guest. */
  signOut(client: Client): void {
    this.#adopt(client, guestSession)
  }

  /** The sockets that speak for a record. */
  clientsOf(collectionId: string, recordId: string): Iterable<Client> {
    return this.#clients.get(sessionKey(collectionId, recordId)) ?? []
  }

  /** The sockets that speak for superusers. */
  get superusers(): Iterable<Client> {
    return this.#superusers
  }

  /** The token's time has come, or its record or key is gone. */
  lose(client: Client, reason: Loss): void {
    this.signOut(client)
    this.#onLost(client, reason)
  }

  /** Look at everything that a new catalog or another process may have taken away. Stands before every event. */
  *settle(): Steps<void> {
    const catalog = this.#house.catalog.current
    const doubted = [...this.#doubted]
    this.#doubted.clear()
    for (const client of doubted) yield* this.#renew(client)
    if (!this.#isStale && catalog === this.#catalog) return
    const isStale = this.#isStale
    this.#isStale = false
    this.#catalog = catalog
    for (const client of [...this.#clients.values()].flatMap((clients) => [...clients])) {
      if (isStale || !isUntouched(client.session, catalog)) yield* this.#renew(client)
    }
  }

  /** Does what the socket rests on still count, by the clock and by the settings? Makes it a guest's when it does not. */
  expire(client: Client, now: number): void {
    if (client.manner.endsWithToken && isExpired(client.session, now)) this.lose(client, 'expired')
    else if (!this.#mayComeFrom(client.session, client)) this.lose(client, 'revoked')
  }

  /** Let go of the house: no more changes are followed. */
  close(): void {
    this.#house.changes.onCommit.delete(this.#follow)
    this.#house.changes.onRevoke.delete(this.#doubt)
  }

  readonly #follow = ({ collection, recordId, action, before, after }: Change): void => {
    if (collection.type !== 'auth') return
    this.#changes++
    const clients = this.#clients.get(sessionKey(collection.id, recordId))
    if (!clients) return
    if (action === 'delete' || !after) return clients.forEach((client) => this.lose(client, 'deleted'))
    if (after['tokenKey'] !== before?.['tokenKey'])
      return clients.forEach((client) => this.lose(client, 'revoked'))
    const actor = recordActor(collection, after)
    for (const client of clients) {
      client.session = { ...client.session, actor: { ...client.session.actor, ...actor } }
      // A key holds only as long as its record may sign in, which may depend on what has changed.
      if (isByKey(client.session)) this.#doubted.add(client)
      for (const tell of this.onActor) tell(client)
    }
  }

  readonly #doubt = ({ collectionRef, recordRef }: Owner): void => {
    this.#changes++
    for (const client of this.#clients.get(sessionKey(collectionRef, recordRef)) ?? [])
      this.#doubted.add(client)
  }

  /** Superusers may be bound to addresses, on open sockets too (`reliability.md` A11). */
  #mayComeFrom({ actor }: Session, { address }: Client): boolean {
    if (!isSuperuser(actor)) return true
    return maySuperuserComeFrom(this.#house.settings.current.superuserIPs, address)
  }

  #prove(token: string): Now<Session | undefined> {
    const before = this.#changes
    return andThen(prove(this.#house, token), (proof) => {
      if (before !== this.#changes) return this.#prove(token)
      return proof && sessionOf(token, proof)
    })
  }

  *#renew(client: Client): Steps<void> {
    const { session } = client
    if (!session.proof) return
    const renewed = yield* this.#proveAgain(session.proof.token)
    // The socket may have signed in anew meanwhile.
    if (client.session.proof !== session.proof) return
    if (renewed) this.#adopt(client, renewed)
    else this.lose(client, isExpired(session, this.#house.clock.now()) ? 'expired' : 'revoked')
  }

  /** Whoever cannot be looked up is nobody: a right that is not known to stand does not. */
  *#proveAgain(token: string): Steps<Session | undefined> {
    try {
      return yield* take(this.#prove(token))
    } catch (error) {
      this.#house.log.error({ err: error }, 'the actor of a socket could not be read')
      return undefined
    }
  }

  #adopt(client: Client, session: Session): void {
    const key = ownerKey(client.session)
    const before = this.#clients.get(key)
    before?.delete(client)
    if (before?.size === 0) this.#clients.delete(key)
    client.session = session
    this.#doubted.delete(client)
    this.#file(client, ownerKey(session))
    if (client.isOpen && isSuperuser(session.actor)) this.#superusers.add(client)
    else this.#superusers.delete(client)
    for (const tell of this.onActor) tell(client)
  }

  #file(client: Client, owner: string): void {
    if (owner === '') return
    const known = this.#clients.get(owner)
    if (known) known.add(client)
    else this.#clients.set(owner, new Set([client]))
  }
}
