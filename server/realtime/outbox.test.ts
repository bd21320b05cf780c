import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Clock, systemClock } from '../base/clock.ts'
import { type Client, newClient } from './client.ts'
import { frameManner } from './frame-manner.ts'
import { usualLimits } from './limits.ts'
import { Outbox } from './outbox.ts'
import { type Message, messageOf } from './pipe.ts'

interface Writes {
  readonly client: Client
  readonly writes: (readonly Message[])[]
}

function clientThatHolds(buffered = 0): Writes {
  const writes: (readonly Message[])[] = []
  const nothing = (): void => undefined
  const write = (messages: readonly Message[]): void => void writes.push(messages)
  const pipe = { write, buffered, ping: nothing, close: nothing, cut: nothing }
  return {
    client: newClient({ manner: frameManner, address: '', open: () => pipe }, usualLimits, 0),
    writes,
  }
}

function outboxWith(clock: Clock = systemClock): { outbox: Outbox; slow: Client[] } {
  const slow: Client[] = []
  const onTooSlow = (client: Client): void => void slow.push(client)
  return { outbox: new Outbox({ clock, turn: 3, buffered: 1000, onTooSlow }), slow }
}

test('all messages of a turn go out in one write, in their order', async () => {
  const { outbox } = outboxWith()
  const { client, writes } = clientThatHolds()
  const messages = [1, 2, 3].map((seq) => messageOf(`{"seq":${seq}}`, seq))
  for (const message of messages) outbox.put(client, message)
  expect(writes).toEqual([])
  await setImmediate()
  expect(writes).toEqual([messages])
  expect(client.outbox.seq).toBe(3)
})

test('sockets are written to for so long in one turn, the others in the next ones', async () => {
  const all = Array.from({ length: 40 }, () => clientThatHolds())
  const writtenTo = (): number => all.filter(({ writes }) => writes.length > 0).length
  // Each write takes a quarter of a ms: 3 ms are over when we look after 16.
  const { outbox } = outboxWith({ ...systemClock, steady: () => writtenTo() / 4 })
  const message = messageOf('{}', 1)
  for (const { client } of all) outbox.put(client, message)
  const written: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    await setImmediate()
    written.push(writtenTo())
  }
  expect(written).toEqual([16, 32, 40])
})

test('nothing is written on top of more than a socket may leave unread', async () => {
  const { outbox, slow } = outboxWith()
  const [good, bad] = [clientThatHolds(1000), clientThatHolds(1001)]
  for (const { client } of [good, bad]) outbox.put(client, messageOf('{}', 1))
  await setImmediate()
  expect(slow).toEqual([bad.client])
  expect([good.writes.length, bad.writes.length]).toEqual([1, 0])
  expect(bad.client.outbox.seq).toBe(0)
})

test('a client that is gone gets nothing, and a flush sends at once', async () => {
  const { outbox } = outboxWith()
  const [gone, here] = [clientThatHolds(), clientThatHolds()]
  gone.client.isOpen = false
  for (const { client } of [gone, here]) outbox.put(client, messageOf('{}', 1))
  outbox.flush(here.client)
  expect(here.writes).toHaveLength(1)
  await setImmediate()
  expect([gone.writes.length, here.writes.length]).toEqual([0, 1])
})
