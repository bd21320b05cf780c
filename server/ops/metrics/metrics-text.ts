import { readdir } from 'node:fs/promises'
import { Counter, Gauge, Registry } from 'prom-client'
import { waitingLetters } from '../../auth/outbox-table.ts'
import { allCounters } from '../../base/metrics.ts'
import type { House } from '../../records/house.ts'
import { countDeliveries } from '../webhooks/delivery-table.ts'
import type { BackupDesk } from '../backups/desk.ts'
import type { Health } from '../health.ts'
import type { LoopDelay } from './loop-delay.ts'
import type { RequestCounts } from './request-counts.ts'
import { addRequestFamilies } from './request-families.ts'

/** What metrics are read from. */
export interface MetricsHouse extends Pick<House, 'storage'> {
  readonly health: Health
  readonly backups: BackupDesk
  /** Who is connected in realtime. */
  readonly hub: { readonly size: number }
  readonly requests: RequestCounts
  readonly loopDelay: () => LoopDelay
}

/** The form of `metricsText`. */
export const METRICS_TYPE: string = Registry.PROMETHEUS_CONTENT_TYPE

/**
 * All that the house knows of itself as Prometheus reads it: https://prometheus.io/docs/instrumenting/exposition_formats/.
 * Everything is counted elsewhere; this only writes it down, and may take its time.
 *
 * @example await metricsText(house) // '# HELP dapur_http_requests_total …'
 */
export async function metricsText(house: MetricsHouse): Promise<string> {
  const registry = new Registry()
  await addRequestFamilies(registry, house.requests.all())
  for (const { name, help, value } of allCounters())
    new Counter({ name, help, registers: [registry] }).inc(value)
  for (const [name, help, value] of [...(await houseGauges(house)), ...(await processGauges())])
    if (value !== undefined) new Gauge({ name, help, registers: [registry] }).set(value)
  addDelay(registry, house.loopDelay())
  const { user, system } = process.cpuUsage()
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process.',
    registers: [registry],
  }).inc((user + system) / 1e6)
  return registry.metrics()
}

type Row = readonly [name: string, help: string, value: number | undefined]

async function houseGauges({ storage, health, backups, hub }: MetricsHouse): Promise<Row[]> {
  const load = storage.load()
  const letters = await waitingLetters(storage.hot)
  const deliveries = await countDeliveries(storage.hot)
  const { isFull, isBroken } = storage.condition
  return [
    ['dapur_storage_waiting_writes', 'Writes that wait for their group.', load.waitingWrites],
    ['dapur_storage_heavy_reads', 'Costly reads that run in a process of their own.', load.heavyReads],
    ['dapur_storage_waiting_heavy_reads', 'Costly reads that wait for a process.', load.waitingHeavyReads],
    ['dapur_storage_wal_bytes', 'Size of the write-ahead log.', load.walBytes],
    ['dapur_storage_database_bytes', 'Size of the database file.', load.databaseBytes],
    ['dapur_storage_full', '1 while writes find no room.', Number(isFull)],
    ['dapur_storage_broken', '1 once the disk has lost what was flushed.', Number(isBroken)],
    ['dapur_degraded', '1 while /api/health says degraded.', Number(health.ailments.length > 0)],
    ['dapur_disk_free_bytes', 'Free bytes on the disk of the data.', health.freeBytes],
    ['dapur_ballast', '1 while the ballast is in its place.', Number(health.hasBallast)],
    ['dapur_realtime_connections', 'Sockets and event streams that are open.', hub.size],
    ['dapur_outbox_waiting_letters', 'Mails that wait to be sent.', letters.waiting],
    ['dapur_outbox_given_up_letters', 'Mails that were given up.', letters.givenUp],
    ['dapur_webhook_waiting_deliveries', 'Events that wait for a webhook.', deliveries.get('waiting') ?? 0],
    ['dapur_webhook_dead_deliveries', 'Events that no webhook took.', deliveries.get('dead') ?? 0],
    ['dapur_backup_running', '1 while a backup is made or restored.', Number(backups.current !== undefined)],
    ['dapur_backup_failed', '1 when the last backup or restore failed.', Number(!!backups.lastFailure)],
  ]
}

async function processGauges(): Promise<Row[]> {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
  return [
    ['process_resident_memory_bytes', 'Resident memory of the process.', rss],
    ['process_open_fds', 'Open file descriptors.', await openDescriptors()],
    ['process_start_time_seconds', 'When the process started, since 1970.', performance.timeOrigin / 1000],
    ['nodejs_heap_size_used_bytes', 'Heap of JavaScript that is in use.', heapUsed],
    ['nodejs_heap_size_total_bytes', 'Heap of JavaScript that is reserved.', heapTotal],
    ['nodejs_external_memory_bytes', 'Memory of objects outside the heap.', external],
  ]
}

/** Only Linux tells them. */
async function openDescriptors(): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined
  return (await readdir('/proc/self/fd')).length
}

function addDelay(registry: Registry, delay: LoopDelay): void {
  const gauge = new Gauge({
    name: 'dapur_loop_delay_seconds',
    help: 'How late the event loop was since the last scrape.',
    labelNames: ['kind'],
    registers: [registry],
  })
  for (const [kind, value] of Object.entries(delay)) gauge.set({ kind }, value)
}
