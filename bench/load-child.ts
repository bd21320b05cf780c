import autocannon from 'autocannon'
import { z } from 'zod'

/*
 * The load, in a process of its own so that its work is not counted as the server's.
 */
const order = z.object({
  url: z.string(),
  connections: z.number(),
  seconds: z.number(),
  headers: z.record(z.string(), z.string()),
  requests: z.array(
    z.object({ method: z.enum(['GET', 'POST']), path: z.string(), body: z.string().optional() }),
  ),
})
type Order = z.infer<typeof order>

/** autocannon builds every request of every connection in advance: so many are enough for random reads. */
const PER_CONNECTION = 200

process.on('message', (message: unknown) => {
  void run(order.parse(message))
})

async function run(load: Order): Promise<void> {
  let connection = 0
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    duration: load.seconds,
    sampleInt: 100,
    headers: load.headers,
    setupClient(client) {
      client.setRequests(share(load.requests, connection))
      connection += 1
    },
  })
  process.send?.({
    requests: result.requests.total,
    seconds: result.duration,
    failed: result.non2xx + result.errors,
    statuses: Object.keys(result.statusCodeStats ?? {}).join(', '),
    p50: result.latency.p50,
    p99: result.latency.p99,
  })
}

function share(requests: Order['requests'], connection: number): autocannon.Request[] {
  return Array.from({ length: Math.min(requests.length, PER_CONNECTION) }, (_, index) => {
    const { body, ...rest } = pick(requests, connection * PER_CONNECTION + index)
    return body === undefined ? rest : { ...rest, body }
  })
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('A load needs at least one request.')
  return item
}
