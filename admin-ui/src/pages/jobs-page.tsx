import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { explain } from '../explain.ts'
import { JobLine } from '../jobs/job-line.tsx'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { jobsQuery, runJob } from '../operations/job-queries.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { tell } from '../record/notes.ts'

/** What the server does by the clock. */
export function JobsPage(): ReactNode {
  const messages = useMessages()
  const { jobs } = messages.operations
  const queries = useQueryClient()
  const { data, error } = useQuery(jobsQuery)
  const run = async (id: string): Promise<void> => {
    try {
      await runJob(id)
    } catch (refusal) {
      tell({ text: explain(refusal, messages), kind: 'wrong' })
    }
    await queries.invalidateQueries({ queryKey: jobsQuery.queryKey })
  }
  return (
    <Frame title={jobs.title}>
      <p className="max-w-170 px-4 pb-4 text-sm text-pretty text-text-2 sm:px-6">{jobs.lead}</p>
      {data ? (
        <ul className="min-h-0 grow overflow-y-auto border-t border-line">
          {data.map((job) => (
            <JobLine key={job.id} job={job} onRun={(id) => void run(id)} />
          ))}
        </ul>
      ) : (
        error && <EmptyState icon={Unplug} title={jobs.failedTitle} lead={explain(error, messages)} />
      )}
    </Frame>
  )
}
