import { createClient, localStore } from '@dapur/sdk'
import type { Schema } from '../../dapur.d.ts'

/** Is this window the kitchen's? */
export const isKitchen = location.pathname.startsWith('/kitchen')

/** Where the accounts of this window are: guest and cook may be signed in side by side in one browser. */
export const accounts = isKitchen ? 'staff' : 'users'

/** The one client of this window; what it knows of the collections comes from the server (`dapur types`). */
export const dapur = createClient<Schema>(location.origin, { store: localStore(`warung_${accounts}`) })

// The server may have begun anew since the last visit: a session that it does not know any more is forgotten. Whatever else
// goes wrong, the screens tell when they ask.
const account = dapur.collection(accounts)
if (dapur.auth.session) account.refresh().catch(() => undefined)
