import type { Answer, LiveAsk } from '@dapur/sdk'
import { useEffect, useState } from 'react'
import type { Schema } from '../../dapur.d.ts'
import { dapur } from './dapur.ts'

/** What is on the screen is what the server has, at every moment; undefined until it has answered first. */
export function useLive<Name extends keyof Schema, const Expand extends string = ''>(
  name: Name,
  { filter, sort, expand }: LiveAsk<Schema, Name, Expand>,
): readonly Answer<Schema, Name, Expand>[] | undefined {
  const [rows, setRows] = useState<readonly Answer<Schema, Name, Expand>[]>()
  useEffect(() => {
    const list = dapur.collection(name).live({ filter, sort, expand }, setRows)
    return () => list.stop()
  }, [name, filter, sort, expand])
  return rows
}
