import type { Session } from '@dapur/sdk'
import { useSyncExternalStore } from 'react'
import { dapur } from '../dapur.ts'

/** Who is signed in, as it changes. */
export function useSession(): Session | null {
  return useSyncExternalStore(listen, () => dapur.auth.session)
}

const listen = (onChange: () => void): (() => void) => dapur.auth.onChange(onChange)
