import { useCallback, useSyncExternalStore } from 'react'
import type { Client } from '../client.ts'
import type { Session } from '../store.ts'

/**
 * Who is signed in, at every moment; null for a guest.
 *
 * @example const session = useAuth(dapur)
 */
export function useAuth<Schema extends object>({ auth }: Client<Schema>): Session | null {
  const listen = useCallback((changed: () => void) => auth.onChange(changed), [auth])
  const read = (): Session | null => auth.session
  return useSyncExternalStore(listen, read, read)
}
