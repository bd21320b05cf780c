import type { CollectionJson } from '@dapur/sdk'
import { FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Notice } from '../parts/notice.tsx'
import { ImportResult } from './import-result.tsx'
import { MappingTable } from './mapping-table.tsx'
import { type Importing, useImport } from './use-import.ts'

interface ImportDialogProps {
  collection: CollectionJson
  onClose: () => void
}

/** A file becomes records: which column is which field, a trial of all of it, then the import. */
export function ImportDialog({ collection, onClose }: ImportDialogProps): ReactNode {
  const { grid } = useMessages()
  const importing = useImport(collection)
  const { file, head, report, problem, progress } = importing
  const isDone = report !== undefined && !report.isDryRun && report.failed === 0
  return (
    <Dialog
      title={grid.importInto(collection.name)}
      isWide
      onClose={onClose}
      actions={<Steps importing={importing} isDone={isDone} onClose={onClose} />}
    >
      <div className="flex flex-col gap-4">
        {!isDone && <FileChoice name={file?.name} onChoose={(next) => void importing.choose(next)} />}
        {problem !== undefined && <Notice kind="danger">{problem}</Notice>}
        {head && !isDone && (
          <>
            {head.columns.length > 0 && (
              <MappingTable
                collection={collection}
                head={head}
                mapping={importing.mapping}
                onChange={importing.setMapping}
              />
            )}
            <Checkbox label={grid.upsert} checked={importing.isUpsert} onCheck={importing.setUpsert} />
          </>
        )}
        {progress !== undefined && <Progress share={progress} />}
        {report && <ImportResult report={report} />}
      </div>
    </Dialog>
  )
}

interface StepsProps {
  importing: Importing
  isDone: boolean
  onClose: () => void
}

function Steps({ importing, isDone, onClose }: StepsProps): ReactNode {
  const { common, editor, grid } = useMessages()
  const { report, file, progress, send } = importing
  const isTried = report !== undefined && report.isDryRun && report.failed === 0
  const isBusy = progress !== undefined
  if (isDone) {
    return (
      <Button look="primary" onClick={onClose}>
        {common.close}
      </Button>
    )
  }
  return (
    <>
      <Button onClick={onClose}>{editor.cancel}</Button>
      <Button
        look={isTried ? 'quiet' : 'primary'}
        busy={isBusy}
        disabled={!file}
        className="disabled:opacity-50"
        onClick={() => void send(true)}
      >
        {grid.tryImport}
      </Button>
      {isTried && (
        <Button look="primary" busy={isBusy} onClick={() => void send(false)}>
          {grid.importNow(report.created + report.updated)}
        </Button>
      )}
    </>
  )
}

function Progress({ share }: { share: number }): ReactNode {
  const { editor, grid } = useMessages()
  return (
    <div className="flex flex-col gap-1.5 text-xs text-text-3 tabular-nums" aria-live="polite">
      <progress
        // Once all of it is there, nobody knows how long the server takes.
        {...(share < 1 && { value: share })}
        max={1}
        aria-label={grid.importing}
        className="upload-progress block h-1 w-full rounded-full"
      />
      {share < 1 ? `${editor.sending} ${Math.round(share * 100)} %` : grid.importing}
    </div>
  )
}

interface FileChoiceProps {
  name: string | undefined
  onChoose: (file: File | undefined) => void
}

function FileChoice({ name, onChoose }: FileChoiceProps): ReactNode {
  const { grid } = useMessages()
  return (
    // Dropping is for the pointer; with keys the same file is chosen.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      className="flex min-h-20 cursor-pointer flex-col items-center justify-center gap-1 rounded-control border border-dashed border-line-control px-4 py-3 text-center text-sm text-text-2 focus-within:outline-2 focus-within:outline-focus hover:bg-surface-2"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        onChoose(event.dataTransfer.files[0])
      }}
    >
      <FileUp size={18} strokeWidth={1.5} aria-hidden className="text-text-3" />
      <span className="max-w-full break-words">{name ?? grid.chooseFile}</span>
      {name !== undefined && <span className="text-xs text-text-3">{grid.chooseOtherFile}</span>}
      <input
        type="file"
        accept=".csv,.json,.ndjson,.jsonl"
        className="sr-only"
        onChange={({ target }) => {
          onChoose(target.files?.[0])
          target.value = ''
        }}
      />
    </label>
  )
}
