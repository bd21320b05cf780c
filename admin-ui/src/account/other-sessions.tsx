import { sessionsOf } from '@dapur/sdk/auth'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { tell } from '../record/notes.ts'

/** Ends every session of who is signed in but that of this page. */
export function OtherSessions(): ReactNode {
  const messages = useMessages()
  const { mine } = messages
  const queries = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const end = async (): Promise<void> => {
    setBusy(true)
    try {
      await sessionsOf(dapur, SUPERUSERS).revokeOthers()
      tell({ text: mine.othersEnded, kind: 'done' })
    } catch (refusal) {
      tell({ text: explain(refusal, messages), kind: 'wrong' })
    }
    setBusy(false)
    await queries.invalidateQueries({ queryKey: ['sessions'] })
  }
  return (
    <Button busy={isBusy} className="mt-3" onClick={() => void end()}>
      {mine.endOthers}
    </Button>
  )
}
