import { formatTime } from '../base/clock.ts'
import type { House } from '../records/house.ts'
import type { Channels } from './channels.ts'
import type { Client } from './client.ts'
import { frameManner } from './frame-manner.ts'
import type { LiveQueries } from './live.ts'

/** What the hub knows of who is connected. */
export interface Census {
  readonly house: House
  readonly clients: ReadonlyMap<string, Client>
  readonly live: LiveQueries
  readonly channels: Channels
  /** The newest change that was told. */
  readonly seq: number
}

/** Which of the connections are shown. */
export interface InspectPage {
  readonly page: number
  readonly perPage: number
}

/** Connections on one page, and of each kind of wish on one connection: the answer has to stay bounded. */
const MOST_SHOWN = 100
const MOST_WISHES = 20
const MOST_TEXT = 200

/**
 * Who is connected, to what, and how far behind, as JSON: a page in the order in which they came, with totals over all
 * (architecture.md, *Beyond the contract*).
 *
 * @example inspectHub(census, { page: 1, perPage: 30 })
 */
export function inspectHub(census: Census, { page, perPage: wanted }: InspectPage): string {
  const { clients, seq } = census
  const perPage = Math.min(wanted, MOST_SHOWN)
  const shown = [...clients.values()].slice((page - 1) * perPage, page * perPage)
  return JSON.stringify({
    page,
    perPage,
    totalItems: clients.size,
    totalPages: Math.ceil(clients.size / perPage),
    seq,
    totals: totalsOf(census),
    items: shown.map((client) => describe(census, client)),
  })
}

/** A connection. Its id is a secret, of which the beginning is enough to tell one from another. */
function describe({ house: { clock }, live, channels, seq }: Census, client: Client): object {
  const { id, session, address, outbox, pipe, bornAt, heardAt } = client
  const [now, steady] = [clock.now(), clock.steady()]
  const { actor } = session
  const topics = [...client.subscriptions.values()].map(({ group }) => group)
  return {
    id: id.slice(0, 8),
    actor:
      actor.kind === 'guest' ? null : { id: actor.id, collection: actor.collectionName, kind: actor.kind },
    address,
    transport: transportOf(client),
    since: formatTime(now - Math.round(steady - bornAt)),
    heard: formatTime(now - Math.round(steady - heardAt)),
    buffered: pipe.buffered + outbox.messages.reduce((sum, { size }) => sum + size, 0),
    seq: outbox.seq,
    behind: Math.max(0, seq - outbox.seq),
    topics: {
      total: topics.length + client.calls.size,
      items: [
        ...topics.slice(0, MOST_WISHES).map((group) => ({
          topic: `${group.collection}/${group.record}`,
          ...textsOf(group),
        })),
        ...[...client.calls.keys()].slice(0, MOST_WISHES).map((topic) => ({ topic: short(topic) })),
      ].slice(0, MOST_WISHES),
    },
    live: listOf(live.of(client).values(), ({ query, shown }) => ({
      collection: query.collection,
      limit: query.limit,
      shown: shown?.ids.length ?? 0,
      ...textsOf(query),
    })),
    channels: listOf(channels.of(client).values(), ({ name, members }) => ({ name, members: members.size })),
  }
}

function transportOf({ manner }: Client): 'websocket' | 'sse' {
  return manner === frameManner ? 'websocket' : 'sse'
}

function listOf<T>(found: Iterable<T>, show: (item: T) => object): { total: number; items: object[] } {
  const all = [...found]
  return { total: all.length, items: all.slice(0, MOST_WISHES).map(show) }
}

/** What a wish says beyond its collection, where it says anything. */
function textsOf(
  wish: { readonly [key in 'filter' | 'expand' | 'fields']: string } & { sort?: string },
): object {
  const { filter, sort = '', expand, fields } = wish
  const said = Object.entries({ filter, sort, expand, fields }).filter(([, text]) => text !== '')
  return Object.fromEntries(said.map(([name, text]) => [name, short(text)]))
}

function short(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text
}

function totalsOf({ clients, live, channels }: Census): object {
  const all = [...clients.values()]
  const sum = (count: (client: Client) => number): number =>
    all.reduce((total, client) => total + count(client), 0)
  return {
    websocket: sum((client) => (transportOf(client) === 'websocket' ? 1 : 0)),
    sse: sum((client) => (transportOf(client) === 'sse' ? 1 : 0)),
    guests: sum(({ session }) => (session.actor.kind === 'guest' ? 1 : 0)),
    topics: sum(({ subscriptions, calls }) => subscriptions.size + calls.size),
    live: sum((client) => live.of(client).size),
    channels: sum((client) => channels.of(client).size),
    buffered: sum(({ pipe }) => pipe.buffered),
  }
}
