import { useQueryClient } from '@tanstack/react-query'
import { Loader } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { awaitRestore } from '../operations/await-restore.ts'
import type { BackupFailure } from '../operations/health-query.ts'
import { tell } from '../record/notes.ts'
import { translated } from '../translated.ts'

interface RestoreProgressProps {
  backup: string
  /** The failure that was known before it began. */
  before: BackupFailure | undefined
  onEnd: (failure?: string) => void
}

/** A restore that runs: waits for its end and says how it went. */
export function RestoreProgress({ backup, before, onEnd }: RestoreProgressProps): ReactNode {
  const messages = useMessages()
  const { backups } = messages.operations
  const queries = useQueryClient()
  const finish = useEffectEvent((end: Awaited<ReturnType<typeof awaitRestore>>): void => {
    if (end === 'signedOut') {
      dapur.auth.clear()
      return
    }
    if (end !== 'done') {
      onEnd(translated(end.message, messages.said))
      return
    }
    tell({ text: backups.restored(backup), kind: 'done' })
    // Everything that was read before is of other data.
    void queries.invalidateQueries()
    onEnd()
  })
  const fail = useEffectEvent((error: unknown) => onEnd(explain(error, messages)))
  const wait = useEffectEvent((signal: AbortSignal) => awaitRestore(backup, before, signal))
  useEffect(() => {
    const stop = new AbortController()
    wait(stop.signal).then(
      (end) => !stop.signal.aborted && finish(end),
      (error: unknown) => !stop.signal.aborted && fail(error),
    )
    return () => stop.abort()
  }, [])
  return (
    <output className="mx-4 mb-4 flex items-start gap-3 rounded-sheet border border-line bg-surface-0 p-4 sm:mx-6">
      <Loader
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className="late-turn mt-0.5 shrink-0 text-accent-text"
      />
      <span className="block min-w-0">
        <span className="block text-sm font-medium break-words">{backups.restoring(backup)}</span>
        <span className="block text-xs text-pretty text-text-2">{backups.restoringLead}</span>
      </span>
    </output>
  )
}
