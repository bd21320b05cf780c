import type { Client } from '@dapur/sdk'
import { collections } from './collections.ts'
import type { Schema } from './dapur.d.ts'
import { dishes } from './dishes.ts'
import { drawDish } from './draw-dish.ts'

/** The demo account of the kitchen. Nobody else can reach a server on 127.0.0.1; give it another password elsewhere. */
export const COOK = { name: 'Bu Sri', email: 'cook@warung.example', password: 'sambal-terasi' } as const

/**
 * Makes the collections, the menu with its pictures and the account of the kitchen, once: a warung that has dishes is
 * left as it is.
 *
 * Errors: what the server says, as an `ApiError`.
 *
 * @param dapur signed in as a superuser
 * @returns whether there was anything to do
 * @example await seedWarung(dapur)
 */
export async function seedWarung(dapur: Client<Schema>): Promise<boolean> {
  if (await hasMenu(dapur)) return false
  const body = { collections, deleteMissing: false }
  await dapur.send({ method: 'PUT', path: '/api/collections/import', body })
  // All in one, so that a start that is broken off leaves nothing half done.
  await dapur.batch((batch) => {
    batch.collection('staff').create({ ...COOK, passwordConfirm: COOK.password })
    for (const [place, { look, ...dish }] of dishes.entries()) {
      const picture = new File([drawDish(look, dish.name)], 'picture.svg', { type: 'image/svg+xml' })
      batch.collection('dishes').create({ ...dish, place, picture })
    }
  })
  return true
}

async function hasMenu(dapur: Client<Schema>): Promise<boolean> {
  const { items } = await dapur.collections.list({ filter: 'name = "dishes"' })
  if (items.length === 0) return false
  const { totalItems } = await dapur.collection('dishes').list({ perPage: 1 })
  return totalItems > 0
}
