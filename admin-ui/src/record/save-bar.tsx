import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import type { RecordDraft } from './use-record-draft.ts'

interface SaveBarProps {
  form: RecordDraft
  isNew: boolean
  onSave: () => void
}

/** Comes up at the foot of the sheet as soon as there is something to save. */
export function SaveBar({ form, isNew, onSave }: SaveBarProps): ReactNode {
  const { editor } = useMessages()
  const { isSaving, isDirty, progress } = form
  return (
    <footer className="shrink-0 border-t border-line bg-surface-0">
      {progress !== undefined && (
        <progress
          value={progress}
          max={1}
          aria-label={editor.sending}
          className="upload-progress block h-0.5 w-full"
        />
      )}
      <div className="flex h-14 items-center justify-end gap-2 px-5">
        <span className="mr-auto text-xs text-text-3 tabular-nums" aria-live="polite">
          {progress === undefined ? '' : `${editor.sending} ${Math.round(progress * 100)} %`}
        </span>
        {isDirty && (
          <Button look="plain" onClick={form.discard} busy={isSaving}>
            {editor.discard}
          </Button>
        )}
        <Button look="primary" onClick={onSave} busy={isSaving}>
          {isNew ? editor.create : editor.save}
        </Button>
      </div>
    </footer>
  )
}
