import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'

interface QuestionProps {
  title: string
  children: ReactNode
  /** The verb on the button. */
  confirm: string
  /** What keeps everything as it is; "Cancel" unless told. */
  cancel?: string
  /** Does it destroy something? */
  isDanger?: boolean
  /** What has to be typed before the button can be pressed. */
  typed?: string
  busy?: boolean
  onConfirm: () => void
  onCancel: () => void
}

/** Asks before something is done. The focus is on the way out. */
export function Question(props: QuestionProps): ReactNode {
  const {
    title,
    children,
    confirm,
    cancel,
    isDanger = false,
    typed,
    busy = false,
    onConfirm,
    onCancel,
  } = props
  const { editor } = useMessages()
  const id = useId()
  const out = useRef<HTMLButtonElement>(null)
  const [text, setText] = useState('')
  const isReady = typed === undefined || text.trim() === typed
  // After the dialog has taken the focus for itself.
  useEffect(() => {
    if (typed === undefined) out.current?.focus()
  }, [typed])
  const answer = (event: FormEvent): void => {
    event.preventDefault()
    if (isReady && !busy) onConfirm()
  }
  return (
    <Dialog
      title={title}
      onClose={onCancel}
      actions={
        <>
          <Button ref={out} onClick={onCancel}>
            {cancel ?? editor.cancel}
          </Button>
          <Button
            type="submit"
            form={id}
            look={isDanger ? 'danger' : 'primary'}
            busy={busy}
            disabled={!isReady}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={answer} className="text-sm text-pretty break-words text-text-2">
        {children}
        {typed !== undefined && (
          <label className="mt-4 flex flex-col gap-1.5 text-text-1">
            {editor.typeToConfirm(typed)}
            <input
              value={text}
              onChange={(event) => setText(event.target.value)}
              autoComplete="off"
              spellCheck={false}
              className={controlLook(false, 'h-8.5 font-mono')}
            />
          </label>
        )}
      </form>
    </Dialog>
  )
}
