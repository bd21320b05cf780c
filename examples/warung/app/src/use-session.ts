import type { Session } from '@dapur/sdk'
import { useSyncExternalStore } from 'react'
import { dapur } from './dapur.ts'

/** Who is signed in in this window. */
export function useSession(): Session | null {
  return useSyncExternalStore(follow, () => dapur.auth.session)
}

const follow = (tell: () => void): (() => void) => dapur.auth.onChange(tell)
