import { clsx } from 'clsx'
import { Database, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { filled } from '../filled.ts'
import { useMessages } from '../language.ts'
import type { Messages } from '../messages/en.ts'
import { controlLook } from '../inputs/look.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import type { PlanJson, PlanStepJson } from './collection-queries.ts'

interface SavePlanProps {
  plan: PlanJson
  /** What has to be typed where data would be lost. */
  name: string
  isNew: boolean
  isBusy: boolean
  onSave: () => void
  onClose: () => void
}

/** What the save will do, before it does it. Where data is lost, the name of the collection is asked for. */
export function SavePlan({ plan, name, isNew, isBusy, onSave, onClose }: SavePlanProps): ReactNode {
  const { collection, editor, plan: words } = useMessages()
  const [typed, setTyped] = useState('')
  const loses = plan.steps.some((step) => step.loses !== undefined)
  const isReady = !loses || typed.trim() === name
  return (
    <Dialog
      title={isNew ? collection.planNew(name) : collection.planTitle(name)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{editor.cancel}</Button>
          <Button
            look={loses ? 'danger' : 'primary'}
            disabled={!isReady}
            busy={isBusy}
            onClick={onSave}
            // Enter goes on, except where that would destroy something.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={!loses}
          >
            {isNew ? collection.create : loses ? collection.saveAndLose : collection.save}
          </Button>
        </>
      }
    >
      <ol className="flex flex-col gap-3">
        {plan.steps.map((step) => {
          const { why, loses: lost } = told(step, words)
          const Icon = lost === undefined ? Database : TriangleAlert
          return (
            <li key={step.why} className="flex gap-3 text-sm">
              <Icon
                size={16}
                strokeWidth={1.75}
                aria-hidden
                className={clsx('mt-0.5 shrink-0', lost === undefined ? 'text-text-3' : 'text-danger')}
              />
              <div className="min-w-0 break-words">
                <p>{why}</p>
                {lost !== undefined && (
                  <p className="text-danger">
                    {collection.loses} {lost}.
                  </p>
                )}
              </div>
            </li>
          )
        })}
      </ol>
      {loses && (
        <Field label={editor.typeToConfirm(name)} className="mt-5">
          {(control) => (
            <input
              {...control}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
              className={controlLook(false, 'h-8.5 font-mono')}
            />
          )}
        </Field>
      )}
    </Dialog>
  )
}

/** The step in the chosen language; as the server says it where we have no words for it. */
function told({ why, loses, code, params }: PlanStepJson, words: Messages['plan']): Told {
  const known = words[code]
  if (!known) return { why, loses }
  return { why: filled(known.why, params) ?? why, loses: loses && (filled(known.loses, params) ?? loses) }
}

interface Told {
  why: string
  loses: string | undefined
}
