import { useEffect, useState } from 'react'
import type { Client } from '../client.ts'
import type { ApiError } from '../error.ts'
import type { LiveAsk as ClientLiveAsk } from '../listening.ts'
import type { LiveOptions } from '../live.ts'
import type { Answer } from '../schema.ts'

/** A list that is what the server has at every moment. */
export interface LiveResult<T> {
  readonly items: readonly T[]
  /** Has the server answered yet? */
  readonly isReady: boolean
  /** Why the list is empty, where it cannot be had. */
  readonly error: ApiError | undefined
}

/** What a live list is asked with; how errors are told is the hook's. */
export type LiveAsk<Schema, Name extends keyof Schema, Expand extends string> = Omit<
  ClientLiveAsk<Schema, Name, Expand>,
  'onError'
>

/**
 * A live list, for as long as the component is there. It needs no TanStack Query.
 *
 * @example const { items } = useLive(dapur, 'orders', { filter: filter`status = ${'open'}`, sort: 'created' })
 */
export function useLive<
  Schema extends object,
  Name extends keyof Schema & string,
  const Expand extends string = '',
>(
  { realtime }: Client<Schema>,
  name: Name,
  options?: LiveAsk<Schema, Name, Expand>,
): LiveResult<Answer<Schema, Name, Expand>> {
  type Row = Answer<Schema, Name, Expand>
  // An object that is made anew at each rendering asks for the same.
  const asked = JSON.stringify([name, options ?? {}])
  const [shown, show] = useState<LiveResult<Row> & { asked: string }>({ ...nothing, asked })
  useEffect(() => {
    const [collection, query]: [string, LiveOptions] = JSON.parse(asked)
    const onError = (error: ApiError): void => show({ ...nothing, isReady: true, error, asked })
    const list = realtime.live<Row>(collection, { ...query, onError }, (items) =>
      show({ items, isReady: true, error: undefined, asked }),
    )
    return () => list.stop()
  }, [realtime, asked])
  return shown.asked === asked ? shown : nothing
}

const nothing: LiveResult<never> = { items: [], isReady: false, error: undefined }
