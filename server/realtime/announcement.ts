import { type Actor, isSuperuser } from '../base/actor.ts'
import { type Steps, take } from '../base/now.ts'
import { manageRuleFor } from '../records/access.ts'
import type { Change } from '../records/change.ts'
import { writeRecord } from '../records/output.ts'
import { pickFields } from '../records/pick.ts'
import { contextOf, type Subject } from './audience.ts'
import type { Wish } from './client.ts'
import type { GapReason, Manner, News } from './manner.ts'
import type { Message } from './pipe.ts'
import type { Session } from './session.ts'

/** The event of one change for everyone who may see the same of it. */
export interface Announcement {
  /** The event for the subscription that its client calls `key`; undefined where there are no words for it. */
  messageFor(manner: Manner, key: string): Message | undefined
  /** Must whoever cannot be told go, because all would seem well otherwise? */
  readonly isUrgent: boolean
}

/** Something is missing here, and the client has to look for itself (`realtime.md`, promise 2). */
export function gapAfter(from: number, reason: GapReason): Announcement {
  return { messageFor: (manner, key) => manner.gap(key, from, reason), isUrgent: true }
}

/** Makes the events of one change: one serialisation for each set of visible fields, one text for each name. */
export class Announcer {
  readonly #change: Change
  readonly #subject: Subject
  readonly #known = new Map<string, Announcement>()
  #leave: Announcement | undefined

  constructor(change: Change, subject: Subject) {
    this.#change = change
    this.#subject = subject
  }

  /** The event as this actor may see it: the record is what a GET by the same actor answers. */
  *announce(wish: Wish, session: Session): Steps<Announcement> {
    const key = this.#keyOf(wish, session)
    let known = this.#known.get(key)
    if (!known) this.#known.set(key, (known = yield* this.#write(wish, session.actor)))
    return known
  }

  /** The record is there, and no longer to be seen: nothing but its name is told, for the rest is not theirs to know. */
  leave(): Announcement {
    this.#leave ??= this.#byName('leave')
    return this.#leave
  }

  /** The record is gone, and nobody knows any more what could be seen of it: nothing but its name is told. */
  end(): Announcement {
    return this.#byName('delete')
  }

  #byName(action: 'leave' | 'delete'): Announcement {
    return announcementOf({ seq: this.#change.seq, action, record: nameOf(this.#subject), changed: '[]' })
  }

  /** Equal keys have equal bodies. */
  #keyOf(wish: Wish, session: Session): string {
    const seen = this.#seenBy(session)
    if (wish.expand === '') return `${seen}\n${wish.fields}`
    // What an expand shows is decided by rules, which may look at the actor, the query and the headers.
    return JSON.stringify([seen, session.key, wish.fields, wish.expand, wish.query, wish.headers])
  }

  /** Which fields of the record an actor sees, as far as that does not depend on an expand (contract data.md §4.2). */
  #seenBy({ actor, key }: Session): string {
    const { collection, cells } = this.#subject
    if (isSuperuser(actor)) return 'superuser'
    if (collection.type !== 'auth') return 'everyone'
    if (typeof manageRuleFor(actor, collection) === 'string') return `actor ${key}`
    return isSelf(actor, collection.id, cells['id']) ? 'self' : 'everyone'
  }

  *#write(wish: Wish, actor: Actor): Steps<Announcement> {
    const { house, collection, cells } = this.#subject
    const ask = { actor, context: contextOf(house, wish, actor), expand: wish.expand }
    const whole = yield* take(writeRecord(house, ask, collection, cells))
    const changed = JSON.stringify(this.#changedIn(whole))
    const record = wish.fields === '' ? whole : pickFields(whole, wish.fields)
    const { seq, action } = this.#change
    return announcementOf({ seq, action, record, changed })
  }

  /** The names of the fields that an update changed, of those that can be seen. */
  #changedIn(record: string): string[] {
    const { before } = this.#change
    const { collection, cells } = this.#subject
    if (this.#change.action !== 'update' || !before) return []
    const visible: unknown = JSON.parse(record)
    return collection.fields
      .map(({ name }) => name)
      .filter((name) => before[name] !== cells[name] && isKeyOf(visible, name))
  }
}

function nameOf({ collection, cells }: Subject): string {
  const { id, name } = collection
  return JSON.stringify({ collectionId: id, collectionName: name, id: cells['id'] })
}

function isSelf(actor: Actor, collectionId: string, recordId: unknown): boolean {
  return actor.kind === 'record' && actor.collectionId === collectionId && actor.id === recordId
}

function isKeyOf(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
}

function announcementOf(news: News): Announcement {
  // Clients of one program tend to name their subscriptions alike: they share one message.
  const known = new Map<Manner, Map<string, Message | undefined>>()
  return {
    isUrgent: false,
    messageFor(manner, key) {
      let messages = known.get(manner)
      if (!messages) known.set(manner, (messages = new Map()))
      if (!messages.has(key)) messages.set(key, manner.event(news, key))
      return messages.get(key)
    },
  }
}
