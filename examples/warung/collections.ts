import type { CollectionInput } from '@dapur/sdk'

const STAFF = '@request.auth.collectionName = "staff"'
const dates = [
  { name: 'created', type: 'autodate', onCreate: true },
  { name: 'updated', type: 'autodate', onCreate: true, onUpdate: true },
]
/** Relations name a collection by its id, so the ids are said here. */
const ids = { dishes: 'warung_dishes', orders: 'warung_orders', users: '_pb_users_auth_' }

const staff: CollectionInput = {
  name: 'staff',
  type: 'auth',
  // Nobody makes an account of the kitchen but a superuser.
  viewRule: 'id = @request.auth.id',
  fields: [{ name: 'name', type: 'text', max: 60, presentable: true }, ...dates],
}

const dishes: CollectionInput = {
  id: ids.dishes,
  name: 'dishes',
  type: 'base',
  listRule: '',
  viewRule: '',
  // The kitchen says what is sold out. What a dish costs is not its business.
  updateRule: `${STAFF} && @request.body.price:isset = false`,
  fields: [
    { name: 'name', type: 'text', required: true, max: 60, presentable: true },
    { name: 'about', type: 'text', max: 200 },
    {
      name: 'category',
      type: 'select',
      required: true,
      values: ['Nasi', 'Mie', 'Soto & sop', 'Lauk', 'Sayur', 'Gorengan', 'Manis', 'Minuman'],
    },
    { name: 'price', type: 'number', required: true, onlyInt: true, min: 1, help: 'Rupiah' },
    { name: 'place', type: 'number', onlyInt: true, help: 'Where it stands on the menu' },
    { name: 'isSoldOut', type: 'bool' },
    { name: 'picture', type: 'file', mimeTypes: ['image/svg+xml'] },
  ],
  indexes: ['CREATE UNIQUE INDEX `warung_dish_name` ON `dishes` (`name`)'],
}

const orders: CollectionInput = {
  id: ids.orders,
  name: 'orders',
  type: 'base',
  listRule: `guest = @request.auth.id || ${STAFF}`,
  viewRule: `guest = @request.auth.id || ${STAFF}`,
  // A guest orders for oneself, and says neither what it costs nor how far it is.
  createRule:
    '@request.auth.collectionName = "users" && guest = @request.auth.id && ' +
    '@request.body.total:isset = false && @request.body.status:isset = false',
  // The kitchen moves it on, and changes nothing else.
  updateRule:
    `${STAFF} && @request.body.total:isset = false && @request.body.guest:isset = false && ` +
    '@request.body.table:isset = false && @request.body.note:isset = false',
  fields: [
    { name: 'guest', type: 'relation', required: true, collectionId: ids.users, maxSelect: 1 },
    { name: 'table', type: 'number', required: true, onlyInt: true, min: 1, max: 12 },
    { name: 'note', type: 'text', max: 200 },
    { name: 'status', type: 'select', values: ['new', 'cooking', 'ready', 'served'] },
    { name: 'total', type: 'number', onlyInt: true, min: 0, help: 'Rupiah; from the hooks alone' },
    ...dates,
  ],
  indexes: ['CREATE INDEX `warung_order_guest` ON `orders` (`guest`)'],
}

const items: CollectionInput = {
  name: 'items',
  type: 'base',
  listRule: `order.guest = @request.auth.id || ${STAFF}`,
  viewRule: `order.guest = @request.auth.id || ${STAFF}`,
  createRule: 'order.guest = @request.auth.id && order.status = "new" && @request.body.price:isset = false',
  fields: [
    { name: 'order', type: 'relation', required: true, collectionId: ids.orders, cascadeDelete: true },
    { name: 'dish', type: 'relation', required: true, collectionId: ids.dishes },
    { name: 'count', type: 'number', required: true, onlyInt: true, min: 1, max: 20 },
    { name: 'price', type: 'number', onlyInt: true, min: 0, help: 'Rupiah for one; from the hooks alone' },
  ],
  indexes: ['CREATE INDEX `warung_item_order` ON `items` (`order`)'],
}

/** As one would type them into the admin UI; guests are the `users` that every server has. */
export const collections: readonly CollectionInput[] = [staff, dishes, orders, items]
