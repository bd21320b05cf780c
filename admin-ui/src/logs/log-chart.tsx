import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { hoursOf } from '../charts/hours.ts'
import { LazyTimeBars } from '../charts/lazy-time-bars.tsx'
import { useMessages } from '../language.ts'
import { logFilter, type LogSearch } from '../operations/log-filter.ts'
import { logHoursQuery } from '../operations/log-queries.ts'
import { useFormat } from '../use-format.ts'

const HEIGHT = 104
/** Hours that the chart shows at the least. */
const LEAST = 24

interface LogChartProps {
  search: LogSearch
  /** A stretch of time was marked, in milliseconds as texts. */
  onRange: (range: { from: string; to: string }) => void
}

/** How many entries each hour has, and how many of them are errors. */
export function LogChart({ search, onRange }: LogChartProps): ReactNode {
  const { logs } = useMessages().operations
  const format = useFormat()
  const { data: all, dataUpdatedAt } = useQuery(logHoursQuery(logFilter(search)))
  const { data: errors } = useQuery(logHoursQuery(logFilter({ ...search, level: 'error' })))
  const hours = useMemo(
    () => all && errors && hoursOf(dataUpdatedAt, LEAST, all, errors),
    [all, errors, dataUpdatedAt],
  )
  const [total = 0, failed = 0] =
    hours?.series.map((counts) => counts.reduce((sum, count) => sum + count, 0)) ?? []
  return (
    <div className="px-4 pb-3 sm:px-6" title={logs.select}>
      <div className="mb-1 flex gap-4 text-xs text-text-2 tabular-nums" aria-hidden="true">
        <Key look="bg-line-control">{`${logs.all} ${format.number(total)}`}</Key>
        <Key look="bg-danger">{`${logs.errors} ${format.number(failed)}`}</Key>
      </div>
      <div style={{ height: HEIGHT }}>
        {hours && (
          <LazyTimeBars
            hours={hours}
            colours={['line-control', 'danger']}
            height={HEIGHT}
            label={logs.chart(format.number(total), format.number(failed))}
            onSelect={(from, to) => onRange({ from: String(Math.round(from)), to: String(Math.round(to)) })}
          />
        )}
      </div>
    </div>
  )
}

function Key({ look, children }: { look: string; children: string }): ReactNode {
  return (
    <span className="flex items-center gap-1.5">
      <span className={`size-2 rounded-[2px] ${look}`} />
      {children}
    </span>
  )
}
