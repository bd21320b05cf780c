import { afterAll, expect, test } from 'vitest'
import { type Reply, testApp } from './test-app.ts'

const { app, call, collection, superuser } = await testApp({}, afterAll)
const notes = await collection({ name: 'notes', fields: [{ name: 'title', type: 'text' }] })

function check(body: unknown): Promise<Reply> {
  return call('POST', '/api/rules/check', { body, token: superuser })
}

test('a sound rule is told in plain words, in two languages', async () => {
  const rule = { text: '@request.auth.id != ""', collection: 'notes' }
  expect(await check(rule)).toMatchObject({
    status: 200,
    json: { ok: true, sentence: 'When the requester is signed in.' },
  })
  expect((await check({ ...rule, language: 'id' })).json).toEqual({
    ok: true,
    sentence: 'Bila peminta sudah masuk.',
  })
  expect((await check({ text: '', collection: 'notes' })).json).toEqual({
    ok: true,
    sentence: 'Everyone, signed in or not.',
  })
})

test('a mistake has its place', async () => {
  expect((await check({ text: 'title = "a" && titel = 1', collection: 'notes' })).json).toEqual({
    ok: false,
    problem: { message: '"notes" has no field "titel".', from: 15, to: 20 },
  })
  const unfinished = await check({ text: 'title =', collection: 'notes' })
  expect(unfinished.json).toMatchObject({ ok: false, problem: { from: 7, to: 7 } })
})

test('a draft is checked with the fields that it would have, and nothing is kept', async () => {
  const dishes = { name: 'dishes', fields: [{ name: 'price', type: 'number' }] }
  const answer = await check({ text: 'price > 5', collection: dishes, at: 2 })
  expect(answer.json).toMatchObject({
    ok: true,
    sentence: 'When price is more than 5.',
    completions: { from: 0, to: 2, items: [{ label: 'price', kind: 'field', detail: 'number' }] },
  })
  const renamed = { id: notes.id, fields: [{ name: 'heading', type: 'text' }] }
  expect((await check({ text: 'heading = ""', collection: renamed })).json).toMatchObject({ ok: true })
  expect((await check({ text: 'title = ""', collection: renamed })).json).toMatchObject({ ok: false })
  expect(app.house.catalog.current.find('dishes')).toBeUndefined()
  expect((await check({ text: 'title = ""', collection: 'notes' })).json).toMatchObject({ ok: true })
})

test('a filter is held to what clients may ask', async () => {
  const text = '@request.auth.id = id'
  expect((await check({ text, collection: 'notes' })).json).toMatchObject({ ok: true })
  expect((await check({ text, collection: 'notes', kind: 'filter' })).json).toMatchObject({ ok: false })
})

test('a rule of a channel belongs to no collection, and is told as well', async () => {
  const channel = (text: string, more = {}) => check({ text, kind: 'channel', ...more })
  const owner = '@collection.notes.id ?= @request.channel.key'
  expect((await channel(owner)).json).toEqual({
    ok: true,
    sentence: 'When at least one id of any record of notes is the key of the channel.',
  })
  expect((await channel('@request.channel.name = "lobby"', { language: 'id' })).json.sentence).toBe(
    'Bila nama saluran sama dengan "lobby".',
  )
  expect((await channel('title = "a"')).json).toMatchObject({ ok: false, problem: { from: 0, to: 5 } })
  expect((await channel('@request.query.a = 1')).json.ok).toBe(false)
  const after = (await channel('@request.', { at: 9 })).json.completions.items as { label: string }[]
  expect(after.map(({ label }) => label)).toEqual([
    '@request.auth.',
    '@request.channel.name',
    '@request.channel.key',
  ])
})

test('only superusers ask, and bad input is said to be bad', async () => {
  const sound = { text: 'id = ""', collection: 'notes' }
  expect((await call('POST', '/api/rules/check', { body: sound })).status).toBe(401)
  expect((await check({ ...sound, collection: 'nothing' })).status).toBe(404)
  expect((await check({ ...sound, text: 5 })).status).toBe(400)
  expect((await check({ ...sound, kind: 'poem' })).json).toMatchObject({
    status: 400,
    data: { kind: { code: 'validation_in_invalid' } },
  })
  expect((await check({ ...sound, at: 99 })).json).toMatchObject({
    data: { at: { code: 'validation_invalid_value' } },
  })
})
