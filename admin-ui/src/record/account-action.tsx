import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Question } from './question.tsx'

interface AccountActionProps {
  title: string
  lead: string
  /** The verb; without one there is nothing to do. */
  button?: string
  /** What is said once it is done. */
  done?: string
  /** Asked first, where it cannot be taken back. */
  question?: string
  act?: () => Promise<unknown>
  /** The collection whose records are others then. */
  changes?: string
}

/** One thing that can be done with an account, and how it went. */
export function AccountAction(props: AccountActionProps): ReactNode {
  const { title, lead, button, done, question, act, changes } = props
  const messages = useMessages()
  const queries = useQueryClient()
  const [state, setState] = useState<'open' | 'asked' | 'busy' | 'done'>('open')
  const [error, setError] = useState<unknown>()
  const run = async (): Promise<void> => {
    setState('busy')
    setError(undefined)
    try {
      await act?.()
      setState('done')
      if (changes === undefined) return
      void queries.invalidateQueries({ queryKey: ['records', changes] })
      void queries.invalidateQueries({ queryKey: ['record', changes] })
      // Some of these end what is listed on the same page.
      void queries.invalidateQueries({ queryKey: ['sessions'] })
    } catch (refusal) {
      setError(refusal)
      setState('open')
    }
  }
  return (
    <section className="flex items-start gap-4 border-b border-line py-3.5 last:border-0">
      <div className="min-w-0 grow">
        <h3 className="text-sm font-medium">{title}</h3>
        <p className="mt-0.5 text-sm text-pretty break-words text-text-2">{lead}</p>
        <output className="block text-sm text-ok">{state === 'done' ? done : ''}</output>
        {error !== undefined && (
          <p role="alert" className="mt-1 text-sm break-words text-danger">
            {explain(error, messages)}
          </p>
        )}
      </div>
      {button !== undefined && (
        <Button
          busy={state === 'busy'}
          aria-label={`${button}: ${title}`}
          onClick={() => (question === undefined ? void run() : setState('asked'))}
        >
          {button}
        </Button>
      )}
      {state === 'asked' && (
        <Question
          title={title}
          confirm={button ?? title}
          isDanger
          onConfirm={() => void run()}
          onCancel={() => setState('open')}
        >
          {question}
        </Question>
      )}
    </section>
  )
}
