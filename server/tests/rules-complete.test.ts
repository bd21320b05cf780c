import { afterAll, expect, test } from 'vitest'
import { completeRule } from '../collections/complete-rule.ts'
import { testApp } from './test-app.ts'

const { app, collection } = await testApp({}, afterAll)
const teams = await collection({ name: 'teams', fields: [{ name: 'name', type: 'text' }] })
await collection({
  name: 'notes',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'status', type: 'select', values: ['open', 'over'], maxSelect: 1 },
    { name: 'labels', type: 'select', values: ['a', 'b'], maxSelect: 2 },
    { name: 'team', type: 'relation', collectionId: teams.id },
    { name: 'secret', type: 'text', hidden: true },
  ],
})

/** The labels at `|`. */
function at(marked: string, isFilter = false): string[] {
  const { current: catalog } = app.house.catalog
  const notes = catalog.find('notes')
  if (!notes) throw new Error('there are no notes')
  const place = marked.indexOf('|')
  const text = marked.replace('|', '')
  return completeRule(text, place, { catalog, collection: notes, isFilter }).items.map(({ label }) => label)
}

test.each<[marked: string, some: readonly string[], none: readonly string[]]>([
  ['|', ['title', 'team', 'team.', '@request.', '@collection.', '@now', 'geoDistance('], ['=', '&&']],
  ['ti|', ['title'], ['team', 'status']],
  ['team.|', ['team.name', 'team.notes_via_team.'], ['title', 'team.title']],
  ['team.notes_via_team.ti|', ['team.notes_via_team.title'], []],
  ['@re|', ['@request.'], ['@now']],
  ['@request.|', ['@request.auth.', '@request.body.', '@request.method'], []],
  ['@request.auth.em|', ['@request.auth.email'], ['email']],
  ['@request.body.te|', ['@request.body.team', '@request.body.team.'], []],
  ['@collection.te|', ['@collection.teams.'], ['@collection.notes.']],
  ['@collection.teams:a.na|', ['@collection.teams:a.name'], []],
  ['labels:|', ['labels:length', 'labels:each', 'labels:lower'], ['labels:isset']],
  ['@request.body.title:|', ['@request.body.title:isset', '@request.body.title:changed'], []],
  ['title |', ['=', '?=', '!~'], ['&&', 'title']],
  ['title = "a" |', ['&&', '||'], ['=', 'title']],
  ['(title = "a") |', ['&&'], ['=']],
  ['geoDistance(1, 2, 3, 4) |', ['<'], ['&&']],
  ['title = |', ['title', '@now'], ['&&']],
  ['title = "a" && st|', ['status'], ['title']],
  ['status = "|', ['open', 'over'], ['title']],
  ["status ?!= 'op|", ['open'], ['over']],
  ['title = "a|', [], ['title', 'open']],
])('at %s there may stand %s', (marked, some, none) => {
  const found = at(marked)
  expect(found).toEqual(expect.arrayContaining([...some]))
  for (const label of none) expect(found).not.toContain(label)
})

test('a filter of a client is offered nothing that it would be refused', () => {
  expect(at('|', true)).not.toEqual(expect.arrayContaining(['@request.']))
  expect(at('@request.|', true)).toEqual([])
  expect(at('se|', true)).toEqual([])
  expect(at('se|')).toEqual(['secret'])
})
