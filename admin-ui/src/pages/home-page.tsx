import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Figures } from '../home/figures.tsx'
import { RecentErrors } from '../home/recent-errors.tsx'
import { useReadings } from '../home/use-readings.ts'
import { useMessages } from '../language.ts'
import { LogChart } from '../logs/log-chart.tsx'
import { Frame } from '../operations/frame.tsx'
import { type HealthDetails, healthQuery } from '../operations/health-query.ts'
import { Badge } from '../parts/badge.tsx'
import { Notice } from '../parts/notice.tsx'
import { collectionsQuery } from '../queries.ts'
import { useFormat } from '../use-format.ts'
import { FirstCollection } from './first-collection.tsx'
import { translated } from '../translated.ts'

/** The collection that every server begins with. */
const GIVEN = '_pb_users_auth_'
const EVERY_MS = 15_000

/** How the server is, at a glance. Who has made nothing yet is led to the first collection. */
export function HomePage(): ReactNode {
  const { data: collections } = useQuery(collectionsQuery)
  const hasOwn = collections?.some(({ system, id }) => !system && id !== GIVEN) ?? false
  return hasOwn ? <Health /> : <FirstCollection />
}

function Health(): ReactNode {
  const { home } = useMessages()
  const navigate = useNavigate()
  const { readings, isFailed } = useReadings()
  const { data: health } = useQuery({ ...healthQuery, refetchInterval: EVERY_MS })
  return (
    <Frame title={home.title} actions={health && <State health={health} />}>
      <div className="min-h-0 grow overflow-y-auto pb-12">
        <div className="px-4 sm:px-6">
          <Troubles health={health} isFailed={isFailed} />
          <Figures readings={readings} health={health} />
        </div>
        <section className="mt-8">
          <h2 className="mb-2 px-4 text-sm font-semibold sm:px-6">{home.logs}</h2>
          <LogChart search={{}} onRange={(range) => void navigate({ to: '/logs', search: range })} />
        </section>
        <div className="px-4 sm:px-6">
          <RecentErrors />
        </div>
      </div>
    </Frame>
  )
}

function State({ health }: { health: HealthDetails }): ReactNode {
  const { home } = useMessages()
  const isWell = health.data.dapur?.degraded.length === 0
  return <Badge look={isWell ? 'ok' : 'danger'}>{isWell ? home.well : home.degraded}</Badge>
}

interface TroublesProps {
  health: HealthDetails | undefined
  isFailed: boolean
}

function Troubles({ health, isFailed }: TroublesProps): ReactNode {
  const { home, said } = useMessages()
  const format = useFormat()
  const dapur = health?.data.dapur
  const failure = dapur?.lastBackupFailure
  return (
    <div className="flex flex-col gap-2 not-empty:mb-5">
      {isFailed && <Notice kind="danger">{home.metricsFailed}</Notice>}
      {dapur?.degraded.map((ailment) => (
        <Notice key={ailment} kind="danger">
          {home.ailments[ailment]}
        </Notice>
      ))}
      {failure && (
        <Notice kind="danger">
          {home.backupFailed[failure.kind](format.ago(failure.at), translated(failure.message, said))}
        </Notice>
      )}
    </div>
  )
}
