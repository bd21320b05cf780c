import type { CollectionJson } from '@dapur/sdk'
import { FileUp } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { Switch } from '../parts/switch.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { Question } from '../record/question.tsx'
import { UnsavedGuard } from '../record/unsaved-guard.tsx'
import { ChangeList } from './change-list.tsx'
import { losesData } from './import-changes.ts'
import { useCollectionsImport } from './use-collections-import.ts'

/** Collections from JSON: what it would change is shown before it is done. */
export function CollectionsImport({ collections }: { collections: readonly CollectionJson[] }): ReactNode {
  const { settings } = useMessages()
  const { transfer } = settings
  const importing = useCollectionsImport(collections)
  const { changes, isBusy } = importing
  const [isAsked, setAsked] = useState(false)
  const loses = changes !== undefined && losesData(changes)
  const send = async (): Promise<void> => {
    await importing.send()
    setAsked(false)
  }
  return (
    <section aria-labelledby="collections-import" className="flex flex-col gap-4">
      <UnsavedGuard isDirty={importing.text !== '' && !isBusy} />
      <h2 id="collections-import" className="text-sm font-semibold">
        {transfer.import}
      </h2>
      <Field label={transfer.json} help={transfer.jsonHelp} problem={importing.problem}>
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            spellCheck={false}
            value={importing.text}
            onChange={(event) => importing.write(event.target.value)}
            className="max-h-60! font-mono text-xs"
          />
        )}
      </Field>
      <FileChoice label={transfer.choose} onText={importing.write} />
      <Switch
        label={transfer.deleteMissing}
        help={transfer.deleteMissingHelp}
        checked={importing.deleteMissing}
        onChange={importing.setDeleteMissing}
      />
      {changes?.length === 0 && <Notice kind="info">{transfer.same}</Notice>}
      {changes && changes.length > 0 && <ChangeList changes={changes} />}
      <Button
        look={loses ? 'danger' : 'primary'}
        busy={isBusy}
        disabled={changes === undefined || changes.length === 0}
        onClick={() => (loses ? setAsked(true) : void send())}
        className="self-start"
      >
        {transfer.run}
      </Button>
      {isAsked && (
        <Question
          title={transfer.loseTitle}
          confirm={transfer.run}
          isDanger
          typed={transfer.loseWord}
          busy={isBusy}
          onConfirm={() => void send()}
          onCancel={() => setAsked(false)}
        >
          {transfer.loseLead}
        </Question>
      )}
    </section>
  )
}

function FileChoice({ label, onText }: { label: string; onText: (text: string) => void }): ReactNode {
  return (
    <label className="inline-flex h-8.5 cursor-pointer items-center gap-2 self-start rounded-control border border-line-control px-3 text-sm focus-within:outline-2 focus-within:outline-focus hover:bg-surface-2">
      <FileUp size={15} strokeWidth={1.75} aria-hidden />
      {label}
      <input
        type="file"
        accept=".json,application/json"
        className="sr-only"
        onChange={({ target }) => {
          void target.files?.[0]?.text().then(onText)
          target.value = ''
        }}
      />
    </label>
  )
}
