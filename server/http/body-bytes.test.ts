import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { pourBody } from './body-bytes.ts'
import { DirectExchange } from './direct-exchange.ts'

type Sink = Parameters<typeof pourBody>[2]

/** Send a body of one piece to a server that later pours it into a sink; answers how the pouring ended. */
async function pour(body: string, sink: Sink): Promise<string> {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    // By then all of it has arrived, the end too: what a route does before it reads takes time.
    await sleep(50)
    const exchange = new DirectExchange(incoming, '/', { route: '/', places: {}, stash: [] })
    const ending = pourBody(exchange, 1024, sink).then(() => 'whole', String)
    outgoing.end(await ending)
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })).text()
}

test('the last piece is waited for, though the end has been told of already', async () => {
  let taken = ''
  const answer = await pour('satu', async (chunk) => {
    await sleep(50)
    taken += Buffer.from(chunk).toString()
  })
  expect([answer, taken]).toEqual(['whole', 'satu'])
})

test('a last piece that could not be taken is a failure of the whole', async () => {
  const answer = await pour('satu', async () => {
    await sleep(50)
    throw new Error('the disk is full')
  })
  expect(answer).toBe('Error: the disk is full')
})
