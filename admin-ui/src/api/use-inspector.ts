import type { Client, RecordEvent } from '@dapur/sdk'
import { useEffect, useState } from 'react'

/** An event as it came, with when it did. */
export interface Heard {
  readonly event: RecordEvent
  readonly at: number
}

/** What is listened to. */
export interface Wish {
  readonly topic: string
  readonly filter: string
}

interface Inspector {
  /** The newest first, at most `MOST`. */
  readonly heard: readonly Heard[]
  readonly error: unknown
  readonly clear: () => void
}

const MOST = 100

/** Listens as a client for as long as there is a wish. */
export function useInspector(client: Client, wish: Wish | undefined): Inspector {
  const [heard, setHeard] = useState<readonly Heard[]>([])
  const [refusal, setRefusal] = useState<{ client: Client; wish: Wish; error: unknown }>()
  useEffect(() => {
    if (!wish) return
    const { topic, filter } = wish
    return client.realtime.subscribe(
      topic,
      (event: RecordEvent) => setHeard((before) => [{ event, at: Date.now() }, ...before].slice(0, MOST)),
      { onError: (error) => setRefusal({ client, wish, error }), ...(filter === '' ? {} : { filter }) },
    )
  }, [client, wish])
  // One that was told to somebody else, or about another wish, is over.
  const error = refusal?.client === client && refusal?.wish === wish ? refusal?.error : undefined
  return { heard, error, clear: () => setHeard([]) }
}
