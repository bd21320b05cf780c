import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Question } from './question.tsx'

interface UnsavedGuardProps {
  isDirty: boolean
  /** Is it a record that is not there yet? */
  isNew?: boolean
}

/** Asks before what was typed is lost: by another address, a step back, or a closed window. */
export function UnsavedGuard({ isDirty, isNew = false }: UnsavedGuardProps): ReactNode {
  const { editor } = useMessages()
  const blocker = useBlocker({
    enableBeforeUnload: isDirty,
    withResolver: true,
    shouldBlockFn: ({ current, next }) => {
      if (!isDirty) return false
      // From tab to tab nothing is lost.
      return current.pathname !== next.pathname || recordIn(current.search) !== recordIn(next.search)
    },
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Question
      title={isNew ? editor.unsavedNewTitle : editor.unsavedTitle}
      confirm={editor.discard}
      cancel={editor.keepEditing}
      isDanger
      onConfirm={blocker.proceed}
      onCancel={blocker.reset}
    >
      {editor.unsavedLead}
    </Question>
  )
}

function recordIn(search: unknown): string {
  const { record, new: isNew }: { record?: unknown; new?: unknown } =
    typeof search === 'object' && search !== null ? search : {}
  return JSON.stringify([record, isNew])
}
