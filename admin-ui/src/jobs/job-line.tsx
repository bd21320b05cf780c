import { CircleAlert, CircleCheck, Loader, Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { JobJson } from '../operations/job-queries.ts'
import { Button } from '../parts/button.tsx'
import { useFormat } from '../use-format.ts'
import { translated } from '../translated.ts'

/** One job: what it does, when it runs next, how it went, and the button that starts it. */
export function JobLine({ job, onRun }: { job: JobJson; onRun: (id: string) => void }): ReactNode {
  const { jobs } = useMessages().operations
  const format = useFormat()
  const { id, expression, dapur } = job
  const about = jobs.builtIn[id]
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-line px-4 py-3.5 sm:px-6">
      <div className="min-w-56 grow basis-0">
        <h2 className="text-sm font-medium break-words">{about?.name ?? id}</h2>
        {about && <p className="text-xs text-pretty text-text-3">{about.lead}</p>}
      </div>
      <div className="w-52 text-xs text-text-2 max-sm:w-full">
        <p className="font-mono">{expression}</p>
        <p className="mt-0.5 text-text-3" title={format.moment(dapur.nextRun)}>
          {dapur.nextRun === '' ? jobs.never : jobs.next(format.ago(dapur.nextRun))}
          {dapur.timeZone === 'UTC' ? '' : `, ${dapur.timeZone}`}
        </p>
      </div>
      <div className="w-52 text-xs max-sm:w-0 max-sm:grow">
        <LastRun job={job} />
      </div>
      <Button busy={dapur.isRunning} onClick={() => onRun(id)} aria-label={jobs.runOf(about?.name ?? id)}>
        <Play size={13} strokeWidth={1.75} aria-hidden />
        {jobs.run}
      </Button>
    </li>
  )
}

function LastRun({ job: { dapur } }: { job: JobJson }): ReactNode {
  const { operations, said } = useMessages()
  const { jobs } = operations
  const format = useFormat()
  if (dapur.isRunning) {
    return (
      <p className="flex items-center gap-1.5 text-info">
        <Loader size={13} strokeWidth={1.75} aria-hidden className="late-turn" />
        {jobs.running}
      </p>
    )
  }
  if (dapur.lastRun === '') return <p className="text-text-3">{jobs.notYet}</p>
  const isOk = dapur.lastResult === 'ok'
  const Icon = isOk ? CircleCheck : CircleAlert
  return (
    <>
      <p className={`flex items-center gap-1.5 ${isOk ? 'text-ok' : 'text-danger'}`}>
        <Icon size={13} strokeWidth={1.75} aria-hidden />
        {isOk ? jobs.ok : jobs.failed}
      </p>
      <p className="mt-0.5 text-text-3 tabular-nums" title={format.moment(dapur.lastRun)}>
        {format.ago(dapur.lastRun)}, {format.span(dapur.lastDuration)}
      </p>
      {dapur.lastError !== '' && (
        <p className="mt-0.5 break-words text-danger">{translated(dapur.lastError, said)}</p>
      )}
    </>
  )
}
