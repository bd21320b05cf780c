import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useState, type ReactNode } from 'react'
import { useChoice } from '../choice.ts'
import { TypeIcon } from '../fields/type-icon.tsx'
import { isEmptyValue, toText } from '../fields/value.ts'
import { language, useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'

/** One change, and the record as it was after it; null after a delete. */
export interface Version {
  seq: number
  action: 'create' | 'update' | 'delete'
  at: string
  /** `COLLECTION_ID:RECORD_ID`, empty where nobody was signed in. */
  actor: string | null
  record: RecordJson | null
}

interface HistoryVersionProps {
  collection: CollectionJson
  version: Version
  /** The one before it, where it is loaded. */
  before: Version | undefined
  isOldest: boolean
  isNow: boolean
  onRestore: () => Promise<void>
}

/** When, who and what, field by field. */
export function HistoryVersion(props: HistoryVersionProps): ReactNode {
  const { collection, version, before, isOldest, isNow, onRestore } = props
  const { editor } = useMessages()
  const locale = useChoice(language)
  const [isBusy, setBusy] = useState(false)
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  const changes = before || isOldest ? changesBetween(collection, before?.record, version.record) : []
  const restore = async (): Promise<void> => {
    setBusy(true)
    await onRestore()
    setBusy(false)
  }
  return (
    <li className="border-b border-line py-3.5 first:pt-0 last:border-0">
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <h3 className="text-sm font-medium">
            {editor.actions[version.action] ?? version.action}
            {isNow && <span className="ml-2 text-xs font-normal text-text-3">{editor.asItIs}</span>}
          </h3>
          <p className="text-xs text-text-3 tabular-nums">
            <time dateTime={version.at.replace(' ', 'T')}>
              {when.format(new Date(version.at.replace(' ', 'T')))}
            </time>
            {version.actor && <span className="font-mono"> · {actorId(version.actor)}</span>}
          </p>
        </div>
        {!isNow && version.record && (
          <Button busy={isBusy} onClick={() => void restore()} aria-label={`${editor.restore} ${version.at}`}>
            {editor.restore}
          </Button>
        )}
      </div>
      {changes.length > 0 && (
        <dl className="mt-2.5 flex flex-col gap-2">
          {changes.map(({ name, type, old, now }) => (
            <div key={name} className="grid grid-cols-[minmax(0,7rem)_minmax(0,1fr)] gap-x-3 text-xs">
              <dt className="flex items-center gap-1.5 self-start text-text-2">
                <TypeIcon type={type} size={12} />
                <span className="truncate" title={name}>
                  {name}
                </span>
              </dt>
              <dd className="flex min-w-0 flex-col gap-0.5 font-mono break-words whitespace-pre-wrap">
                {!isEmptyValue(old) && <del className="text-danger decoration-danger/50">{shown(old)}</del>}
                {!isEmptyValue(now) && <ins className="text-ok no-underline">{shown(now)}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

/** More of a long text than this says nothing more about what was changed. */
const SHOWN = 600

function shown(value: unknown): string {
  const text = toText(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

interface Change {
  name: string
  type: string
  old: unknown
  now: unknown
}

/** The fields that differ; what the server sets with every change is none of them. */
function changesBetween(
  { fields }: CollectionJson,
  old: RecordJson | null | undefined,
  now: RecordJson | null,
): Change[] {
  return fields
    .filter(({ type, name }) => type !== 'autodate' && type !== 'password' && name !== 'id')
    .map(({ name, type }) => ({ name, type, old: old?.[name], now: now?.[name] }))
    .filter((change) => JSON.stringify(change.old) !== JSON.stringify(change.now))
    .filter((change) => !(isEmptyValue(change.old) && isEmptyValue(change.now)))
}

function actorId(actor: string): string {
  return actor.split(':')[1] ?? actor
}
