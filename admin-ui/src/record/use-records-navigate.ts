import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'

const route = getRouteApi('/shell/collections/$name')

/** What the address of a records page says besides the collection. */
export interface RecordsSearch {
  filter?: string | undefined
  sort?: string | undefined
  record?: string | undefined
  new?: string | undefined
  copy?: string | undefined
  tab?: string | undefined
  import?: string | undefined
}

/** Changes parts of the address of the records page and leaves the others. */
export function useRecordsNavigate(): (change: RecordsSearch, options?: { replace: boolean }) => void {
  const navigate = route.useNavigate()
  return useCallback(
    (change, options) => void navigate({ search: (now) => ({ ...now, ...change }), ...options }),
    [navigate],
  )
}
