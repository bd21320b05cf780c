import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { tell } from '../record/notes.ts'
import { Question } from '../record/question.tsx'
import type { Superuser } from './superusers-query.ts'

interface RemoveSuperuserProps {
  superuser: Superuser
  isOwn: boolean
  onClose: () => void
}

/** Deletes a superuser, once its address is typed. The server keeps the last one, and says so. */
export function RemoveSuperuser({ superuser, isOwn, onClose }: RemoveSuperuserProps): ReactNode {
  const messages = useMessages()
  const { superusers, editor } = messages
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const remove = async (): Promise<void> => {
    setBusy(true)
    try {
      await dapur.collection(SUPERUSERS).delete(superuser.id)
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
      return
    }
    if (isOwn) {
      // First away from the pages that need a session, as when somebody signs out.
      await navigate({ to: '/sign-in' })
      dapur.auth.clear()
      return
    }
    queries.removeQueries({ queryKey: ['record', SUPERUSERS, superuser.id] })
    void queries.invalidateQueries({ queryKey: ['records', SUPERUSERS] })
    tell({ text: editor.isDeleted(1), kind: 'done' })
    onClose()
  }
  return (
    <Question
      title={superusers.removeTitle(superuser.email)}
      confirm={superusers.remove}
      typed={superuser.email}
      isDanger
      busy={isBusy}
      onConfirm={() => void remove()}
      onCancel={onClose}
    >
      <p>{isOwn ? superusers.removeOwnLead : superusers.removeLead}</p>
      {error !== undefined && (
        <div className="mt-3">
          <Notice kind="danger">{explain(error, messages)}</Notice>
        </div>
      )}
    </Question>
  )
}
