import { describe, expect, test } from 'vitest'
import { steps } from '../base/now.ts'
import { pruneChanges } from '../storage/change-log.ts'
import { dialects, type Frame, type Peer } from './realtime-app.ts'
import { notesApp, RECORDS } from './resume-app.ts'

const brief = (frames: readonly Frame[]): unknown[] =>
  frames.map(({ type, action, record, reason }) =>
    type === 'event' ? [action, record.title ?? record.id] : (reason ?? type),
  )

describe.each(dialects)('%s', (_, dialect) => {
  test('what was missed comes once each, as it is now, in the order of the commits, and then all is as live', async () => {
    const app = await notesApp(dialect)
    const old = await app.write('old')
    const since = await app.stand()
    const first = await app.write('first')
    await app.write('second')
    await app.change(old, { title: 'old 2', secret: 'x' })
    await app.change(first, { title: 'first 2', stars: 3 })
    const peer = await app.connect()
    const frames = await app.resume({ since, peer })
    expect(brief(frames)).toEqual([
      ['create', 'second'],
      ['update', 'old 2'],
      ['create', 'first 2'],
      'caughtUp',
    ])
    const seqs = frames.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(seqs.at(-1)).toBe((await app.stand()).seq)
    expect(frames[1].changed).toEqual(['title'])
    const get = await app.call('GET', `${RECORDS}/${old}`)
    expect(frames[1].record).toEqual(get.json)
    await app.write('live')
    expect(brief(await peer.events())).toEqual([['create', 'live']])
    expect(brief(await app.resume({ since: { ...since, seq: seqs.at(-1) } }))).toEqual([
      ['create', 'live'],
      'caughtUp',
    ])
  })

  test('who missed nothing has caught up at once', async () => {
    const app = await notesApp(dialect)
    await app.write('a')
    const since = await app.stand()
    expect(await app.resume({ since })).toEqual([{ type: 'caughtUp', sub: 'r', seq: since.seq }])
    expect(brief(await app.resume({ since, topic: 'nowhere/*' }))).toEqual(['caughtUp'])
  })

  test('a delete or a leave is told of what could be seen before, and of nothing else', async () => {
    const app = await notesApp(dialect, { listRule: 'owner = @request.auth.id', viewRule: '' })
    const { sari, budi } = app
    const [gone, given] = [
      await app.write('gone', { owner: sari.id }),
      await app.write('given', { owner: sari.id }),
    ]
    const [foreign, hidden] = [
      await app.write('foreign', { owner: budi.id }),
      await app.write('hidden', { owner: budi.id }),
    ]
    const since = await app.stand()
    await app.remove(await app.write('brief', { owner: sari.id }))
    await app.change(gone, { title: 'not theirs to read', owner: budi.id })
    await app.remove(gone)
    await app.change(given, { owner: budi.id, title: 'not theirs either' })
    await app.remove(foreign)
    await app.change(hidden, { title: 'still hidden' })
    const frames = await app.resume({ since, token: sari.token })
    expect(brief(frames)).toEqual([['delete', 'gone'], ['leave', given], 'caughtUp'])
    const { collectionId } = frames[0].record
    expect(frames[1]).toMatchObject({
      record: { collectionId, collectionName: 'notes', id: given },
      changed: [],
    })
    expect(Object.keys(frames[1].record)).toHaveLength(3)
    expect(brief(await app.resume({ since, token: budi.token }))).toEqual([
      ['update', 'not theirs either'],
      ['delete', 'foreign'],
      ['update', 'still hidden'],
      'caughtUp',
    ])
  })

  test('a filter decides as the rule does', async () => {
    const app = await notesApp(dialect)
    const [down, up] = [await app.write('down', { stars: 5 }), await app.write('up', { stars: 1 })]
    const since = await app.stand()
    await app.change(down, { stars: 2 })
    await app.change(up, { stars: 4 })
    const frames = await app.resume({ since, filter: 'stars > 3' })
    expect(brief(frames)).toEqual([['leave', down], ['update', 'up'], 'caughtUp'])
  })

  test('one record alone resumes under its view rule', async () => {
    const app = await notesApp(dialect, { listRule: null })
    const [mine, other] = [await app.write('mine'), await app.write('other')]
    const since = await app.stand()
    await app.change(mine, { stars: 1 })
    await app.change(other, { stars: 1 })
    expect(brief(await app.resume({ since, topic: `notes/${mine}` }))).toEqual([
      ['update', 'mine'],
      'caughtUp',
    ])
    expect(brief(await app.resume({ since, topic: 'notes/*' }))).toEqual(['caughtUp'])
    await app.remove(mine)
    expect(brief(await app.resume({ since, topic: `notes/${mine}` }))).toEqual([
      ['delete', 'mine'],
      'caughtUp',
    ])
  })

  test('who was cut off in a replay goes on where it ended, and hears of the end of what it was told there', async () => {
    const app = await notesApp(dialect)
    const since = await app.stand()
    const [first, second] = [await app.write('first'), await app.write('second')]
    const [told] = await app.resume({ since })
    await app.remove(first)
    await app.change(second, { stars: 2 })
    const frames = await app.resume({ since: { ...since, after: told.seq } })
    expect(brief(frames)).toEqual([['delete', first], ['create', 'second'], 'caughtUp'])
    expect(brief(await app.resume({ since }))).toEqual([['create', 'second'], 'caughtUp'])
  })

  describe('a gap is said', () => {
    test('of another history', async () => {
      const app = await notesApp(dialect)
      const since = await app.stand()
      await app.write('a')
      const peer = await app.connect()
      const frames = await app.resume({ since: { epoch: 'before the restore', seq: 7 }, peer })
      expect(frames[0]).toEqual({ type: 'gap', sub: 'r', from: 7, reason: 'epoch' })
      expect(brief(frames)).toEqual(['epoch', 'caughtUp'])
      await app.write('b')
      expect(brief(await peer.events())).toEqual([['create', 'b']])
      expect(brief(await app.resume({ since: { ...since, seq: since.seq + 1000 } }))).toEqual([
        'epoch',
        'caughtUp',
      ])
    })

    test('of what the log does not have any more', async () => {
      const app = await notesApp(dialect)
      const since = await app.stand()
      await app.write('a')
      const after = await app.stand()
      await app.write('b')
      const pruning = {
        olderThan: '2000-01-01 00:00:00.000Z',
        keep: 1,
        limit: 100,
        except: new Set<string>(),
      }
      await app.app.house.storage.write((tx) => steps(() => pruneChanges(tx, pruning)))
      expect(brief(await app.resume({ since }))).toEqual(['retention', 'caughtUp'])
      expect(brief(await app.resume({ since: after }))).toEqual([['create', 'b'], 'caughtUp'])
    })

    test('where rules or fields have changed in between, and not where those of others have', async () => {
      const app = await notesApp(dialect)
      const since = await app.stand()
      await app.write('a')
      await app.collection({ name: 'others', type: 'base', fields: [] })
      expect(brief(await app.resume({ since }))).toEqual([['create', 'a'], 'caughtUp'])
      const save = await app.call('PATCH', '/api/collections/notes', {
        token: app.superuser,
        body: { listRule: '@request.auth.id != ""' },
      })
      expect(save.status).toBe(200)
      expect(brief(await app.resume({ since, token: app.sari.token }))).toEqual(['rules', 'caughtUp'])
      const later = await app.stand()
      await app.write('b')
      expect(brief(await app.resume({ since: later, token: app.sari.token }))).toEqual([
        ['create', 'b'],
        'caughtUp',
      ])
    })

    test('where a record was seen through another one that is gone', async () => {
      const app = await notesApp(dialect, { listRule: 'owner.name = "sari"' })
      const { sari, superuser } = app
      await app.call('PATCH', `/api/collections/users/records/${sari.id}`, {
        token: superuser,
        body: { name: 'sari' },
      })
      const [gone, stays] = [
        await app.write('gone', { owner: sari.id }),
        await app.write('stays', { owner: sari.id }),
      ]
      const since = await app.stand()
      await app.remove(gone)
      await app.change(stays, { owner: app.budi.id })
      expect(brief(await app.resume({ since }))).toEqual([['delete', 'gone'], ['leave', stays], 'caughtUp'])
      await app.call('DELETE', `/api/collections/users/records/${sari.id}`, { token: superuser })
      expect(brief(await app.resume({ since }))).toEqual(['undecidable', 'caughtUp'])
    })
  })

  test('what is written while a client catches up is neither lost nor told twice, and in order', async () => {
    const app = await notesApp(dialect)
    const since = await app.stand()
    const ids = await Promise.all(Array.from({ length: 60 }, (_, i) => app.write(`n${i}`)))
    const peers = await Promise.all(Array.from({ length: 5 }, () => app.connect()))
    const writes = (async () => {
      for (let round = 1; round <= 4; round++)
        await Promise.all(
          ids.map((id, i) => (i % 7 === round ? app.remove(id) : app.change(id, { stars: round }))),
        )
    })()
    for (const [place, peer] of peers.entries()) {
      const asked = { type: 'subscribe', id: 'r', topic: 'notes/*', since }
      await peer.ask(asked)
      if (place % 2 === 0) await app.write(`between ${place}`)
    }
    await writes
    const last = await app.write('the end')
    const { items } = (await app.call('GET', `${RECORDS}?perPage=200`)).json
    for (const peer of peers) {
      const events = await eventsUpTo(peer, last)
      const seqs = events.map(({ seq }) => seq)
      expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
      expect(held(events)).toEqual(new Map(items.map((item: Frame) => [item.id, item])))
    }
  })
})

/** All events of a client, up to the one of this record. */
async function eventsUpTo(peer: Peer, id: string): Promise<Frame[]> {
  const events: Frame[] = []
  while (events.at(-1)?.record.id !== id) events.push(await peer.next('event'))
  return events
}

/** What a client has that does as it is told. */
function held(events: readonly Frame[]): Map<string, unknown> {
  const records = new Map<string, unknown>()
  for (const { action, record } of events) {
    if (action === 'delete' || action === 'leave') records.delete(record.id)
    else records.set(record.id, record)
  }
  return records
}
