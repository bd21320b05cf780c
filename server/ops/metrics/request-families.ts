import { Counter, Histogram, type Registry } from 'prom-client'
import { BUCKETS, type RouteCounts } from './request-counts.ts'

/** Put the families of requests into a registry: how many by status, and how long they took. */
export async function addRequestFamilies(registry: Registry, routes: Iterable<RouteCounts>): Promise<void> {
  const all = [...routes]
  const total = new Counter({
    name: 'dapur_http_requests_total',
    help: 'Requests that were answered, by the pattern of their route.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  for (const { method, route, byStatus } of all)
    for (const [status, count] of byStatus) total.inc({ method, route, status }, count)
  const empty = await new Histogram<Labels>({ ...described, registers: [] }).get()
  registry.registerMetric(new Durations({ ...empty, values: all.flatMap(valuesOf) }))
}

type Labels = 'method' | 'route' | 'le'
type Family = Awaited<ReturnType<Histogram<Labels>['get']>>
type Value = Family['values'][number]

const NAME = 'dapur_http_request_duration_seconds'
const described = { name: NAME, help: 'Seconds until the answer was ready to be sent.' } as const

/** A histogram whose counts were made elsewhere: prom-client would look up labels at every request. */
class Durations extends Histogram<Labels> {
  readonly #family: Family

  constructor(family: Family) {
    super({ ...described, registers: [] })
    this.#family = family
  }

  /** What the registry asks for when it writes. */
  getForPromString(): Promise<Family> {
    return Promise.resolve(this.#family)
  }
}

/** Each bucket holds what the smaller ones hold, too. */
function valuesOf({ method, route, buckets, seconds }: RouteCounts): Value[] {
  let count = 0
  const inBuckets = [...BUCKETS, '+Inf'].map((le, at): Value => {
    count += buckets[at] ?? 0
    return { metricName: `${NAME}_bucket`, labels: { method, route, le }, value: count }
  })
  const labels = { method, route }
  return [
    ...inBuckets,
    { metricName: `${NAME}_sum`, labels, value: seconds },
    { metricName: `${NAME}_count`, labels, value: count },
  ]
}
