import { queryOptions } from '@tanstack/react-query'
import { dapur, SUPERUSERS } from '../dapur.ts'

/** What a superuser may sign in by, which anybody may ask (contract services.md §2.1). */
export const methodsQuery = queryOptions({
  queryKey: ['auth-methods', SUPERUSERS],
  queryFn: ({ signal }) => dapur.collection(SUPERUSERS).authMethods({ signal }),
})
