import { type LiveList, openLive } from './live-app.ts'
import type { Deed, Query } from './live-deeds.ts'
import { type Peer, realtimeApp, type RealtimeApp, type RealtimeOptions } from './realtime-app.ts'
import { testPassword } from './test-app.ts'

interface Listener {
  readonly peer: Peer
  token: string | undefined
}

/** A list that a peer has, and its question. */
export interface Watched {
  readonly listener: Listener
  readonly query: Query
  readonly list: LiveList
}

interface Person {
  readonly id: string
  readonly token: string
}

type Written = 'plates' | 'cooks' | 'grants'

/** A world in which things happen, and listeners who have live queries: a guest, two users, a superuser. */
export class LiveWorld {
  readonly #app: RealtimeApp
  readonly #people: readonly Person[]
  readonly #tokens: readonly (string | undefined)[]
  readonly #listeners: readonly Listener[]
  readonly #ids: Record<Written, string[]> = { grants: [], plates: [], cooks: [] }

  constructor(app: RealtimeApp, people: readonly Person[], peers: readonly Peer[]) {
    this.#app = app
    this.#people = people
    this.#tokens = [undefined, ...people.map(({ token }) => token), app.superuser]
    this.#listeners = peers.map((peer) => ({ peer, token: undefined }))
  }

  /** Empty it, sign everybody in, and set the list rule of the plates. */
  async reset(listRule: string | null): Promise<void> {
    for (const [name, ids] of Object.entries(this.#ids)) {
      await this.#ask('DELETE', `${name}/truncate`)
      ids.splice(0)
    }
    for (const [at] of this.#listeners.entries()) await this.#sign(at, at)
    await this.#patchRule('plates', { listRule })
  }

  /** Ask for a list in the name of the listener at this place; undefined when it is refused. */
  async watch(at: number, query: Query): Promise<Watched | undefined> {
    const listener = pick(this.#listeners, at)
    if (!listener) return undefined
    const list = await openLive(listener.peer, { collection: 'plates', ...query }).catch(() => undefined)
    return list && { listener, query, list }
  }

  async unwatch({ listener: { peer }, list: { id } }: Watched): Promise<void> {
    await peer.ask({ type: 'unsubscribe', sub: id })
  }

  /** What a list request of the same actor answers now. */
  async read({ listener: { token }, query }: Watched): Promise<unknown> {
    const { limit, ...rest } = query
    const asked = new URLSearchParams({ ...rest, perPage: String(limit) }).toString()
    const { status, json } = await this.#app.call(
      'GET',
      `/api/collections/plates/records?${asked}`,
      token === undefined ? {} : { token },
    )
    return status === 200 ? json.items : []
  }

  async do(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'create':
      case 'update':
        return this.#write(deed)
      case 'delete':
        return this.#delete(deed.of, deed.at)
      case 'grant':
        return this.#grant(deed.plate, deed.user)
      case 'rename':
        return this.#ask('PATCH', `users/records/${pick(this.#people, deed.user)?.id ?? ''}`, {
          name: deed.name,
        })
      case 'rule':
        if (deed.name === 'listRule') return this.#patchRule('plates', { listRule: deed.rule })
        return this.#patchRule('cooks', { viewRule: deed.rule === null ? null : 'works = true' })
      case 'sign':
        return this.#sign(deed.peer, deed.user)
    }
  }

  /** What is refused, as a write to what a cascade took along, is as good. */
  async #ask(method: string, path: string, body?: object): Promise<void> {
    const { call, superuser } = this.#app
    await call(method, `/api/collections/${path}`, { token: superuser, ...(body && { body }) })
  }

  #patchRule(collection: string, body: object): Promise<void> {
    return this.#ask('PATCH', collection, body)
  }

  async #write(deed: Extract<Deed, { kind: 'create' | 'update' }>): Promise<void> {
    const cook = (at: number): string => (at > 5 ? '' : (pick(this.#ids.cooks, at) ?? ''))
    const body =
      deed.of === 'cooks'
        ? { ...deed.body, boss: cook(deed.boss) }
        : {
            ...deed.body,
            cook: cook(deed.cook),
            owner: pick([...this.#people.map(({ id }) => id), ''], deed.owner),
          }
    const id = pick(this.#ids[deed.of], deed.at)
    if (deed.kind === 'create') this.#ids[deed.of].push((await this.#app.record(deed.of, body)).id)
    else if (id !== undefined) await this.#ask('PATCH', `${deed.of}/records/${id}`, body)
  }

  async #delete(of: Written, at: number): Promise<void> {
    const id = pick(this.#ids[of], at)
    if (id === undefined) return
    await this.#ask('DELETE', `${of}/records/${id}`)
    this.#ids[of].splice(this.#ids[of].indexOf(id), 1)
  }

  async #grant(plate: number, user: number): Promise<void> {
    const body = { plate: pick(this.#ids.plates, plate), user: pick(this.#people, user)?.id }
    const { status, json } = await this.#app.call('POST', '/api/collections/grants/records', {
      token: this.#app.superuser,
      body,
    })
    if (status === 200) this.#ids.grants.push(json.id)
  }

  async #sign(at: number, as: number): Promise<void> {
    const listener = pick(this.#listeners, at)
    if (!listener) return
    listener.token = pick(this.#tokens, as)
    await listener.peer.ask({ type: 'auth', token: listener.token ?? null })
  }
}

/** Places are taken modulo what there is, so that every deed finds something. */
function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[at % Math.max(list.length, 1)]
}

/** Make the world. */
export async function liveWorld(options: RealtimeOptions = {}): Promise<LiveWorld> {
  const app = await realtimeApp({ limits: { sweep: 50 }, ...options })
  await defineCollections(app)
  const people = [await signUp(app, 'sri@example.com'), await signUp(app, 'budi@example.com')]
  const peers = await Promise.all(Array.from({ length: 4 }, () => app.connect()))
  for (const { socket } of peers) socket.setMaxListeners(0)
  return new LiveWorld(app, people, peers)
}

async function signUp(app: RealtimeApp, email: string): Promise<Person> {
  const body = { email, name: 'guest', password: testPassword, passwordConfirm: testPassword }
  const { id } = await app.record('users', body)
  return { id, token: await app.signIn('users', email) }
}

async function defineCollections({ collection, call, superuser }: RealtimeApp): Promise<void> {
  const relation = (name: string, collectionId: string, more: object = {}): object => ({
    name,
    type: 'relation',
    maxSelect: 1,
    collectionId,
    ...more,
  })
  const users = (await call('GET', '/api/collections/users', { token: superuser })).json
  const cooks = await collection({
    name: 'cooks',
    type: 'base',
    listRule: '',
    viewRule: 'works = true',
    fields: [
      { name: 'name', type: 'text' },
      { name: 'rank', type: 'number' },
      { name: 'works', type: 'bool' },
    ],
  })
  await call('PATCH', '/api/collections/cooks', {
    token: superuser,
    body: { fields: [...cooks.fields, relation('boss', cooks.id)] },
  })
  const plates = await collection({
    name: 'plates',
    type: 'base',
    fields: [
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
      { name: 'tags', type: 'select', maxSelect: 3, values: ['hot', 'cold', 'raw'] },
      relation('cook', cooks.id, { cascadeDelete: true }),
      relation('owner', users.id),
    ],
  })
  await collection({
    name: 'grants',
    type: 'base',
    viewRule: '@request.auth.id != ""',
    listRule: '',
    fields: [relation('plate', plates.id, { cascadeDelete: true }), relation('user', users.id)],
  })
}
