import type { ConnectionState } from '@dapur/sdk'
import { useEffect, useState } from 'react'
import { dapur } from './dapur.ts'

/** Is the line to the server broken? It comes back by itself, and what was missed with it. */
export function useIsCut(): boolean {
  const [state, setState] = useState<ConnectionState>('open')
  useEffect(() => dapur.realtime.onConnection(setState), [])
  return state === 'waiting'
}
