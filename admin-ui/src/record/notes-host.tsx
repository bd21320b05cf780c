import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { type Note, takeBack, tell, useNotes } from './notes.ts'

/** Where notes are shown: above sheets too, which only a popover can be. */
export function NotesHost(): ReactNode {
  const { editor } = useMessages()
  const notes = useNotes()
  const host = useRef<HTMLElement>(null)
  const count = notes.length
  useEffect(() => {
    const popover = host.current
    if (!popover) return
    // Shown anew with each note: the last one to be shown is above a sheet that came meanwhile.
    if (popover.matches(':popover-open')) popover.hidePopover()
    if (count > 0) popover.showPopover()
  }, [count])
  return (
    <section ref={host} popover="manual" aria-label={editor.notes} className="notes">
      <div aria-live="polite" className="flex flex-col gap-2">
        {notes.map((note) => (
          <Line key={note.id} note={note} />
        ))}
      </div>
    </section>
  )
}

function Line({ note }: { note: Note }): ReactNode {
  const messages = useMessages()
  const Icon = note.kind === 'done' ? CircleCheck : CircleAlert
  const undo = async (): Promise<void> => {
    takeBack(note.id)
    try {
      await note.undo?.()
    } catch (error) {
      tell({ text: explain(error, messages), kind: 'wrong' })
    }
  }
  return (
    <div className="flex items-center gap-2.5 rounded-sheet border border-line bg-surface-1 py-1.5 pr-1.5 pl-3.5 text-sm shadow-float">
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className={note.kind === 'done' ? 'shrink-0 text-ok' : 'shrink-0 text-danger'}
      />
      <span className="min-w-0 grow break-words">{note.text}</span>
      {note.undo && (
        <button
          type="button"
          onClick={() => void undo()}
          className="h-8 rounded-control px-2.5 font-medium text-accent-text hover:bg-surface-2"
        >
          {messages.editor.undo}
        </button>
      )}
      <IconButton label={messages.common.close} onClick={() => takeBack(note.id)} className="size-8">
        <X size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  )
}
