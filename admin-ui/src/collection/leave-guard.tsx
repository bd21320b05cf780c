import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Question } from '../record/question.tsx'

/** Asks before changes of a collection are lost: by another page, a step back, or a closed window. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }): ReactNode {
  const { editor, collection } = useMessages()
  const blocker = useBlocker({
    enableBeforeUnload: isDirty,
    withResolver: true,
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Question
      title={editor.unsavedTitle}
      confirm={editor.discard}
      cancel={editor.keepEditing}
      isDanger
      onConfirm={blocker.proceed}
      onCancel={blocker.reset}
    >
      {collection.unsavedLead}
    </Question>
  )
}
