import { queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'
import type { ApiDocument } from './api-document.ts'

/** The document of a superuser, or that of a guest when there is no token. */
export function documentQuery(token: string | undefined) {
  return queryOptions({
    queryKey: ['openapi', token === undefined ? 'guest' : 'superuser'],
    queryFn: ({ signal }) =>
      dapur.send<ApiDocument>({ method: 'GET', path: '/api/openapi.json', token: token ?? '', signal }),
  })
}
