import type { CollectionJson } from '@dapur/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { guessMapping, type Mapping } from './guess-mapping.ts'
import { type FileHead, readHead } from './read-head.ts'
import { type ImportReport, sendImport } from './send-import.ts'

/** A file on its way to becoming records. */
export interface Importing {
  file: File | undefined
  head: FileHead | undefined
  mapping: Mapping
  isUpsert: boolean
  report: ImportReport | undefined
  /** Why it could not even be tried. */
  problem: string | undefined
  /** How much of the file is on its way, from 0 to 1; undefined while nothing is sent. */
  progress: number | undefined
  choose: (file: File | undefined) => Promise<void>
  setMapping: (mapping: Mapping) => void
  setUpsert: (isUpsert: boolean) => void
  send: (isDryRun: boolean) => Promise<void>
}

/** The steps of an import: a file, its columns, a trial, and the import itself. */
export function useImport(collection: CollectionJson): Importing {
  const messages = useMessages()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<{ file: File; head: FileHead }>()
  const [mapping, setMapping] = useState<Mapping>({})
  const [isUpsert, setUpsert] = useState(false)
  const [report, setReport] = useState<ImportReport>()
  const [problem, setProblem] = useState<string>()
  const [progress, setProgress] = useState<number>()
  /** Another file or another mapping: what was tried says nothing of it. */
  const restart = (): void => {
    setReport(undefined)
    setProblem(undefined)
  }
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return
    restart()
    const head = await readHead(file)
    setChosen(head && { file, head })
    setMapping(head ? guessMapping(collection, head.columns) : {})
    if (!head) setProblem(messages.grid.importUnknown)
  }
  const send = async (isDryRun: boolean): Promise<void> => {
    if (!chosen) return
    restart()
    setProgress(0)
    const renamed = Object.entries(mapping).filter(([column, field]) => field !== '' && field !== column)
    try {
      const sent = await sendImport({
        collection,
        file: chosen.file,
        format: chosen.head.format,
        mode: isUpsert ? 'upsert' : 'create',
        mapping: Object.fromEntries(renamed),
        isDryRun,
        onProgress: setProgress,
      })
      setReport(sent)
      if (!isDryRun) void queries.invalidateQueries({ queryKey: ['records', collection.name] })
    } catch (error) {
      setProblem(explain(error, messages))
    } finally {
      setProgress(undefined)
    }
  }
  return {
    file: chosen?.file,
    head: chosen?.head,
    mapping,
    isUpsert,
    report,
    problem,
    progress,
    choose,
    setMapping: (next) => {
      setMapping(next)
      restart()
    },
    setUpsert: (next) => {
      setUpsert(next)
      restart()
    },
    send,
  }
}
