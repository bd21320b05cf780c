import type { Collection } from '../collections/collection.ts'
import type { Client, Group, Subscription, Wish } from './client.ts'

/** Who listens to what: groups of equal wishes, by topic. */
export class Topics {
  /** By `collection/record` as the clients wrote it, then by the rest of the wish. */
  readonly #topics = new Map<string, Map<string, Group>>()

  add(client: Client, key: string, wish: Wish, since: number): Subscription {
    const topic = topicOf(wish.collection, wish.record)
    let groups = this.#topics.get(topic)
    if (!groups) this.#topics.set(topic, (groups = new Map()))
    const rest = restOf(wish)
    let group = groups.get(rest)
    if (!group) groups.set(rest, (group = { ...wish, subscriptions: new Set() }))
    const subscription: Subscription = { client, key, group, since }
    group.subscriptions.add(subscription)
    client.subscriptions.set(key, subscription)
    return subscription
  }

  remove({ client, key, group }: Subscription): void {
    const subscription = client.subscriptions.get(key)
    if (!subscription) return
    client.subscriptions.delete(key)
    group.subscriptions.delete(subscription)
    if (group.subscriptions.size > 0) return
    const topic = topicOf(group.collection, group.record)
    const groups = this.#topics.get(topic)
    groups?.delete(restOf(group))
    if (groups?.size === 0) this.#topics.delete(topic)
  }

  /**
   * The groups that a change of this record is for. Names and ids are matched exactly (contract services.md §3.3).
   *
   * @example for (const group of topics.groupsOf(posts, 'r1')) …
   */
  groupsOf({ id, name }: Collection, record: string): Group[] {
    if (this.#topics.size === 0) return []
    return [topicOf(id, '*'), topicOf(id, record), topicOf(name, '*'), topicOf(name, record)].flatMap(
      (topic) => [...(this.#topics.get(topic)?.values() ?? [])],
    )
  }
}

function topicOf(collection: string, record: string): string {
  return `${collection}/${record}`
}

function restOf({ filter, expand, fields, query, headers }: Wish): string {
  return JSON.stringify([filter, expand, fields, query, headers])
}
