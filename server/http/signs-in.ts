import { authCollection } from '../auth/auth-collection.ts'
import type { HttpHouse } from './house.ts'
import type { ServeOptions } from './route.ts'

/**
 * The guard of routes where records sign in: a collection that has none is 404 before anything of the body is read
 * (contract services.md §2.0.1).
 *
 * Errors: `collection_not_found` 404.
 *
 * @example serve(house, handle, { guard: signsIn(house) })
 */
export function signsIn(house: HttpHouse): NonNullable<ServeOptions['guard']> {
  return (_ask, { req }) => void authCollection(house.catalog.current, req.param('collection') ?? '')
}
