import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'

/** A mistake of ours while drawing a page. */
export function CrashPage({ error }: { error: unknown }): ReactNode {
  const { common, errors } = useMessages()
  return (
    <main className="flex min-h-full">
      <EmptyState
        icon={CircleAlert}
        title={errors.unknown}
        lead={error instanceof Error ? error.message : String(error)}
      >
        <Button onClick={() => window.location.reload()}>{common.tryAgain}</Button>
      </EmptyState>
    </main>
  )
}
