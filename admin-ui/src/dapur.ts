import { type Client, createClient, localStore } from '@dapur/sdk'

/** The collection whose records may do everything. */
export const SUPERUSERS = '_superusers'

/** The server that this page came from. The session has an entry of its own beside those of apps. */
export const dapur: Client = createClient(window.location.origin, { store: localStore('dapur_admin') })
