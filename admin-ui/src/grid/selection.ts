import { useCallback, useState } from 'react'

/** Which records are selected, by id. */
export interface Selection {
  ids: ReadonlySet<string>
  has: (id: string) => boolean
  toggle: (id: string) => void
  /** Adds all of these, or takes all of them away. */
  setAll: (ids: readonly string[], isOn: boolean) => void
  clear: () => void
}

/** Nothing is selected at first. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const setAll = useCallback(
    (some: readonly string[], isOn: boolean) =>
      setIds((now) => {
        const next = new Set(now)
        for (const id of some) {
          if (isOn) next.add(id)
          else next.delete(id)
        }
        return next
      }),
    [],
  )
  const clear = useCallback(() => setIds(new Set()), [])
  return {
    ids,
    has: (id) => ids.has(id),
    toggle: (id) => setAll([id], !ids.has(id)),
    setAll,
    clear,
  }
}
