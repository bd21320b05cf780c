import { expect } from 'vitest'
import type { StorageDialect } from '../storage/dialect.ts'
import { type Frame, openPeer, type Peer, realtimeApp, type RealtimeApp } from './realtime-app.ts'
import { testPassword } from './test-app.ts'

export const RECORDS = '/api/collections/notes/records'

interface Notes extends RealtimeApp {
  readonly sari: { readonly id: string; readonly token: string }
  readonly budi: { readonly id: string; readonly token: string }
  readonly write: (title: string, more?: object) => Promise<string>
  readonly change: (id: string, body: object) => Promise<unknown>
  readonly remove: (id: string) => Promise<unknown>
  /** Where a client stands that is connected now. */
  readonly stand: () => Promise<{ epoch: string; seq: number }>
  /** All frames of a subscription that resumes, up to where it has caught up. */
  readonly resume: (options: Resuming) => Promise<Frame[]>
}

interface Resuming {
  readonly since: object
  readonly token?: string
  readonly topic?: string
  readonly filter?: string
  readonly peer?: Peer
}

/** An app with the collection `notes`, two accounts, and clients that resume. */
export async function notesApp(dialect: StorageDialect, definition: object = {}): Promise<Notes> {
  const app = await realtimeApp({ dialect })
  const account = async (name: string): Promise<{ id: string; token: string }> => {
    const email = `${name}@example.com`
    const { id } = await app.record('users', { email, password: testPassword, passwordConfirm: testPassword })
    return { id, token: await app.signIn('users', email) }
  }
  const users = (await app.call('GET', '/api/collections/users', { token: app.superuser })).json
  await app.collection({
    name: 'notes',
    type: 'base',
    fields: [
      { name: 'title', type: 'text' },
      { name: 'stars', type: 'number' },
      { name: 'secret', type: 'text', hidden: true },
      { name: 'owner', type: 'relation', maxSelect: 1, collectionId: users.id },
    ],
    listRule: '',
    viewRule: '',
    ...definition,
  })
  const su = { token: app.superuser }
  return {
    ...app,
    sari: await account('sari'),
    budi: await account('budi'),
    write: async (title, more = {}) => (await app.record('notes', { title, ...more })).id,
    change: (id, body) => app.call('PATCH', `${RECORDS}/${id}`, { ...su, body }),
    remove: (id) => app.call('DELETE', `${RECORDS}/${id}`, su),
    stand: async () => {
      const peer = openPeer(app.url)
      const { epoch, seq } = await peer.next('hello')
      peer.socket.close()
      return { epoch, seq }
    },
    resume: async ({ since, token, topic = 'notes/*', filter, peer }) => {
      const mine = peer ?? (await app.connect(token))
      const asked = { type: 'subscribe', id: 'r', topic, since, ...(filter ? { filter } : {}) }
      expect(await mine.ask(asked)).toMatchObject({ type: 'ok' })
      const end = await mine.next('caughtUp')
      return [...mine.frames.splice(0), end]
    },
  }
}
