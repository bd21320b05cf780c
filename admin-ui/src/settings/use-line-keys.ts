import { useState } from 'react'
import { moved } from '../parts/moved.ts'

/** A name for each line of a list, which goes along when lines move. */
export interface LineKeys {
  readonly keys: readonly string[]
  readonly move: (from: number, to: number) => void
  readonly remove: (at: number) => void
}

let last = 0

/** Names lines that have nothing of their own that stays while they are written. */
export function useLineKeys(length: number): LineKeys {
  const [stored, setKeys] = useState<readonly string[]>([])
  const isRight = stored.length === length
  const keys = isRight ? stored : Array.from({ length }, (_, at) => stored[at] ?? `line ${++last}`)
  if (!isRight) setKeys(keys)
  return {
    keys,
    move: (from, to) => setKeys(moved(keys, from, to)),
    remove: (at) => setKeys(keys.toSpliced(at, 1)),
  }
}
