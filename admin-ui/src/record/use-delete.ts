import type { CollectionJson, RecordJson } from '@dapur/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { collectionsQuery } from '../queries.ts'
import { canRemake, deleteRecords, remakeRecords } from './delete-records.ts'
import { tell } from './notes.ts'

interface Delete {
  /** Need it not be asked first, because it can be taken back? */
  canUndo: (records: readonly RecordJson[]) => boolean
  /** Deletes, says so, and offers the way back where there is one; answers the ids that are gone. */
  remove: (records: readonly RecordJson[], onProgress?: (done: number) => void) => Promise<string[]>
}

/** Deleting records of a collection, with the way back. */
export function useDelete(collection: CollectionJson): Delete {
  const messages = useMessages()
  const { editor } = messages
  const queries = useQueryClient()
  const { data: collections = [] } = useQuery(collectionsQuery)
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['records', collection.name] })
  const canUndo = (records: readonly RecordJson[]): boolean => canRemake(collection, collections, records)
  return {
    canUndo,
    async remove(records, onProgress) {
      const ids = records.map(({ id }) => id)
      const { gone, error } = await deleteRecords(collection, ids, onProgress)
      for (const id of gone) queries.removeQueries({ queryKey: ['record', collection.name, id] })
      void refresh()
      if (error !== undefined) tell({ text: explain(error, messages), kind: 'wrong' })
      if (gone.length === 0) return gone
      const remade = records.filter(({ id }) => gone.includes(id))
      const undo = async (): Promise<void> => {
        await remakeRecords(collection, remade)
        await refresh()
        tell({ text: editor.isBack(remade.length), kind: 'done' })
      }
      tell({ text: editor.isDeleted(gone.length), kind: 'done', ...(canUndo(remade) && { undo }) })
      return gone
    },
  }
}
