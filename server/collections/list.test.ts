import { describe, expect, test } from 'vitest'
import { openFoundation, refusal, sharedFoundation } from './foundation.suite.ts'
import { listCollections, type CollectionQuery } from './list.ts'
import { installSystemCollections } from './system.ts'

const all: CollectionQuery = { page: 1, perPage: 30, skipTotal: false, filter: '', sort: '' }

describe('data §2.2 the list of collections', () => {
  test('data §1.8 pages and totals, in the order in which they were made', async () => {
    const house = await openFoundation()
    expect(await listCollections(house, all)).toEqual({
      page: 1,
      perPage: 30,
      totalItems: 0,
      totalPages: 0,
      items: [],
    })
    await installSystemCollections(house)
    const page = await listCollections(house, { ...all, page: 2, perPage: 4 })
    expect(page).toMatchObject({ page: 2, perPage: 4, totalItems: 6, totalPages: 2 })
    expect(page.items.map((item) => item['name'])).toEqual(['_authOrigins', 'users'])
    expect(JSON.stringify(page)).not.toContain('"secret"')
    expect(await listCollections(house, { ...all, skipTotal: true })).toMatchObject({
      totalItems: -1,
      totalPages: -1,
    })
  })

  const shared = sharedFoundation(installSystemCollections)

  test.each([
    ['type = "auth"', '-name', ['users', '_superusers']],
    ['system = false && name ~ "user"', '', ['users']],
    ['id = "pbc_2279338944" || name ?= "_otps"', '@rowid', ['_mfas', '_otps']],
    [
      'created <= @now',
      'system,-@rowid',
      ['users', '_authOrigins', '_otps', '_mfas', '_externalAuths', '_superusers'],
    ],
    ['created > @now', '@random', []],
  ])('data §5.11 filter %s, sort %s', async (filter, sort, wanted) => {
    const house = shared()
    const { items } = await listCollections(house, { ...all, filter, sort })
    expect(items.map((item) => item['name'])).toEqual(wanted)
  })

  test.each([
    ['options = ""', ''],
    ['listRule = ""', ''],
    ['', 'fields'],
    ['name', ''],
    ['@collection.users.id = ""', ''],
    ['users_via_name.id = ""', ''],
    ['name.x = 1', ''],
    ['@request.auth.id = ""', ''],
    ['name:lower = "a"', ''],
    [`name = "${'a'.repeat(3500)}"`, ''],
  ])('data §5.11 refuses filter %s, sort %s', async (filter, sort) => {
    const house = shared()
    expect((await refusal(listCollections(house, { ...all, filter, sort }))).code).toBe('filter_broken')
  })
})
