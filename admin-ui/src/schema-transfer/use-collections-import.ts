import { ApiError, type CollectionJson } from '@dapur/sdk'
import { schemaToolsOf } from '@dapur/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import type { Messages } from '../messages/en.ts'
import { collectionsQuery } from '../queries.ts'
import { tell } from '../record/notes.ts'
import { type CollectionChange, importChanges } from './import-changes.ts'
import { readCollections } from './read-collections.ts'
import { isJson } from './value-changes.ts'

/** An import of collections while it is prepared. */
export interface CollectionsImport {
  readonly text: string
  readonly deleteMissing: boolean
  readonly isBusy: boolean
  /** What is wrong with the text, or why the server refused it. */
  readonly problem: string | undefined
  /** What it would do; undefined while the text holds no collections. */
  readonly changes: readonly CollectionChange[] | undefined
  readonly write: (text: string) => void
  readonly setDeleteMissing: (isOn: boolean) => void
  /** Does it. Answers whether it is done. */
  readonly send: () => Promise<boolean>
}

/** Reads what is pasted, compares it with what is there, and sends it. */
export function useCollectionsImport(collections: readonly CollectionJson[]): CollectionsImport {
  const messages = useMessages()
  const { transfer } = messages.settings
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const [deleteMissing, setDeleteMissing] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const items = readCollections(text)
  const send = async (): Promise<boolean> => {
    if (!items) return false
    setBusy(true)
    setRefusal(undefined)
    try {
      await schemaToolsOf(dapur).import(items, { deleteMissing })
      await queries.invalidateQueries({ queryKey: collectionsQuery.queryKey })
      setText('')
      tell({ text: transfer.done, kind: 'done' })
      return true
    } catch (error) {
      setRefusal(sentencesOf(error, messages) ?? explain(error, messages))
      return false
    } finally {
      setBusy(false)
    }
  }
  return {
    text,
    deleteMissing,
    isBusy,
    problem: refusal ?? (items === undefined && text.trim() !== '' ? transfer.unreadable : undefined),
    changes: items && importChanges(collections, items, deleteMissing),
    write(next) {
      setText(next)
      setRefusal(undefined)
    },
    setDeleteMissing,
    send,
  }
}

/** The server says at `collections` which of them it refuses and why, or at `indexes.N` (contract data.md §2.9). */
function sentencesOf(error: unknown, messages: Messages): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  const { indexes } = error.data
  const places = isJson(indexes) ? Object.keys(indexes).map((place) => `indexes.${place}`) : []
  const said = ['collections', ...places].flatMap((place) => explainField(error, place, messages) ?? [])
  return said.length === 0 ? undefined : said.join('\n')
}
