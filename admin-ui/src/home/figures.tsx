import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { backupsQuery } from '../operations/backup-calls.ts'
import type { HealthDetails } from '../operations/health-query.ts'
import { useFormat } from '../use-format.ts'
import { Figure } from './figure.tsx'
import type { Reading } from './reading.ts'
import { trafficOf } from './traffic.ts'

const SLOW_MS = 250
const LITTLE_ROOM = 1e9

interface FiguresProps {
  readings: readonly Reading[]
  health: HealthDetails | undefined
}

/** The numbers of the server: what is asked of it, and where it keeps its data. */
export function Figures({ readings, health }: FiguresProps): ReactNode {
  const gauges = readings.at(-1)?.gauges
  return (
    <>
      <Traffic readings={readings} />
      <Storage gauges={gauges} freeBytes={health?.data.dapur?.freeBytes} />
    </>
  )
}

function Traffic({ readings }: { readings: readonly Reading[] }): ReactNode {
  const { home } = useMessages()
  const format = useFormat()
  const traffic = trafficOf(readings)
  const connections = readings.at(-1)?.gauges['dapur_realtime_connections']
  const note = traffic && (traffic.isRecent ? home.lately : home.sinceStart)
  const share = traffic?.failedShare
  const p95 = traffic?.p95
  return (
    <Group title={home.traffic}>
      <Figure
        name={home.requests}
        value={traffic && format.number(traffic.perSecond, traffic.perSecond < 10 ? 2 : 0)}
        note={note}
      />
      <Figure
        name={home.p95}
        value={traffic && (p95 === undefined ? '–' : format.span(p95))}
        note={note}
        look={p95 !== undefined && p95 > SLOW_MS ? 'warn' : 'plain'}
      />
      <Figure
        name={home.failed}
        value={traffic && (share === undefined ? '–' : home.percent(share))}
        note={note}
        look={share === undefined || share === 0 ? 'plain' : 'danger'}
      />
      <Figure
        name={home.connections}
        value={connections === undefined ? undefined : format.number(connections)}
        note={home.connectionsNote}
      />
    </Group>
  )
}

interface StorageProps {
  gauges: Reading['gauges'] | undefined
  freeBytes: number | undefined
}

function Storage({ gauges, freeBytes }: StorageProps): ReactNode {
  const { home } = useMessages()
  const format = useFormat()
  const sizeOf = (bytes: number | undefined): string | undefined =>
    gauges && (bytes === undefined ? '–' : format.bytes(bytes))
  const free = freeBytes ?? gauges?.['dapur_disk_free_bytes']
  return (
    <Group title={home.storage}>
      <Figure
        name={home.database}
        value={sizeOf(gauges?.['dapur_storage_database_bytes'])}
        note={home.databaseNote}
      />
      <Figure name={home.wal} value={sizeOf(gauges?.['dapur_storage_wal_bytes'])} note={home.walNote} />
      <Figure
        name={home.free}
        value={sizeOf(free)}
        note={home.freeNote}
        look={free !== undefined && free < LITTLE_ROOM ? 'warn' : 'plain'}
      />
      <LastBackup />
    </Group>
  )
}

function LastBackup(): ReactNode {
  const { home } = useMessages()
  const format = useFormat()
  const { data } = useQuery(backupsQuery)
  const last = data?.[0]
  return (
    <Figure
      name={home.backup}
      value={data && (last ? format.ago(last.modified) : home.noBackup)}
      note={
        data && (
          <Link to="/backups" className="underline decoration-line underline-offset-2 hover:text-text-1">
            {last ? `${format.bytes(last.size)} · ${last.key}` : home.makeBackup}
          </Link>
        )
      }
      look={data && !last ? 'warn' : 'plain'}
    />
  )
}

function Group({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="mt-6 first:mt-2">
      <h2 className="mb-3 text-sm font-semibold">{title}</h2>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 min-[56rem]:grid-cols-4">{children}</dl>
    </section>
  )
}
