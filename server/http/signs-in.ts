import { authCollection } from '../auth/auth-collection.ts'
import { wayIn } from '../auth/way-in.ts'
import type { HttpHouse } from './house.ts'
import type { ServeOptions } from './route.ts'

/**
 * The guard of routes where records sign in: a collection that has none is 404, and one that does not allow the method
 * 403, before anything of the body is read (contract services.md §2.0.1).
 *
 * Errors: `collection_not_found` 404, the code of a method that is switched off 403.
 *
 * @example serve(house, handle, { guard: signsIn(house, 'password') })
 */
export function signsIn(house: HttpHouse, method?: string): NonNullable<ServeOptions['guard']> {
  return (_ask, { req }) => {
    const collection = req.param('collection') ?? ''
    if (method === undefined) authCollection(house.catalog.current, collection)
    else wayIn(house.catalog.current, { collection, method })
  }
}
