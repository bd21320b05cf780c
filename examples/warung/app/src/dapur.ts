import { type Client, createClient, localStore } from '@dapur/sdk'
import type { Schema } from '../../dapur.d.ts'

/** Is this window the kitchen's? It has a session of its own, so that guest and cook may share a browser. */
export const isKitchen: boolean = location.pathname.startsWith('/kitchen')

/** The one client of this window; what it knows of the collections comes from the server (`dapur types`). */
export const dapur: Client<Schema> = createClient<Schema>(location.origin, {
  store: localStore(isKitchen ? 'warung_staff' : 'warung_guest'),
})
