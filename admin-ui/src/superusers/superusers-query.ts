import type { RecordJson } from '@dapur/sdk'
import { queryOptions } from '@tanstack/react-query'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { toText } from '../fields/value.ts'

/** So many are listed; whoever has more of them finds them in the grid. */
export const LISTED = 200

/** What is shown of a superuser. */
export interface Superuser {
  id: string
  email: string
  verified: boolean
  created: string
}

/** The superusers by address, and how many there are. It is asked again with all lists of their collection. */
export const superusersQuery = queryOptions({
  queryKey: ['records', SUPERUSERS, 'superusers'],
  queryFn: async ({ signal }) => {
    const { items, totalItems } = await dapur
      .collection(SUPERUSERS)
      .list({ perPage: LISTED, sort: 'email', signal })
    return { superusers: items.map(toSuperuser), total: totalItems }
  },
})

function toSuperuser({ id, email, verified, created }: RecordJson): Superuser {
  return { id, email: toText(email), verified: verified === true, created: toText(created) }
}
