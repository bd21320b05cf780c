import { describe } from 'vitest'
import { scenario } from './scenario.ts'
import type { TestApp } from './test-app.ts'

const ORDERS = '/api/collections/orders/records'
const open = { listRule: '', viewRule: '', createRule: '', updateRule: '', deleteRule: '' }

/** Dishes with a stock, and orders of them, open to everyone. */
async function warung(app: TestApp): Promise<void> {
  await app.collection({
    name: 'dishes',
    type: 'base',
    ...open,
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'stock', type: 'number', min: 0 },
    ],
  })
  await app.collection({
    name: 'orders',
    type: 'base',
    ...open,
    createRule: '@request.body.total:isset = false',
    fields: [
      { name: 'dish', type: 'text', required: true },
      { name: 'quantity', type: 'number' },
      { name: 'total', type: 'number' },
      { name: 'tags', type: 'json' },
      { name: 'created', type: 'autodate', onCreate: true },
    ],
  })
}

describe('R21 what the rules refuse sets off no hook', () => {
  const closed = async (app: TestApp) => {
    await warung(app)
    await app.record('dishes', { id: 'dish00000000001', name: 'Soto' })
    await app.call('PATCH', '/api/collections/dishes', {
      token: app.superuser,
      body: { createRule: 'name = "Soto"', updateRule: 'stock > 5', deleteRule: 'stock > 5' },
    })
  }
  const dish = '/api/collections/dishes/records/dish00000000001'
  const given = closed
  scenario('R21 a create', {
    given,
    post: '/api/collections/dishes/records',
    body: { name: 'Rawon' },
    status: 400,
    fires: {},
  })
  scenario('R21 a create of hidden ways around the rule', {
    given,
    post: ORDERS,
    body: { dish: 'a', 'total+': 1 },
    status: 400,
    fires: {},
  })
  scenario('R21 an update', { given, patch: dish, body: { stock: 9 }, status: 404, fires: {} })
  scenario('R21 a delete', { given, delete: dish, status: 404, fires: {} })
  scenario('R21 a record that is not there', { given, delete: `${dish}x`, status: 404, fires: {} })
  scenario('R21 a broken body', { given, post: ORDERS, body: '{', status: 400, fires: {} })
  scenario('R21 in control, one that is allowed', {
    given,
    post: ORDERS,
    body: { dish: 'a' },
    status: 200,
    fires: { 'record.create orders': 1 },
  })
})
