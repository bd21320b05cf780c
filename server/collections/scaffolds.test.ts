import { expect, test } from 'vitest'
import { createCollection } from './create.ts'
import { openFoundation } from './foundation.suite.ts'
import { collectionScaffolds } from './scaffolds.ts'

test('data §2.2 scaffolds: default models without id, name and dates', async () => {
  const { auth, base, view } = collectionScaffolds()
  for (const [type, model] of Object.entries({ auth, base, view })) {
    expect(model).toMatchObject({ type, id: '', name: '', created: '', updated: '', listRule: null })
  }
  expect(view).toMatchObject({ viewQuery: '', fields: [] })
  expect(auth['indexes']).toEqual([
    expect.stringMatching(/^CREATE UNIQUE INDEX `idx_tokenKey_\w{10}` ON `` \(`tokenKey`\)$/),
    expect.stringMatching(/^CREATE UNIQUE INDEX `idx_email_\w{10}` ON `` \(`email`\) WHERE `email` != ''$/),
  ])
  const house = await openFoundation()
  // As a form sends them back.
  const people = await createCollection(house, { ...auth, name: 'people' })
  expect(people.indexes).toHaveLength(2)
  expect(people.indexes[0]).toContain('ON `people`')
  expect(await createCollection(house, { ...base, name: 'posts' })).toMatchObject({ id: 'pbc_1125843985' })
})
