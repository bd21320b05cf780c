import { useSyncExternalStore } from 'react'

/** A sentence about something that was done, with the way back where there is one. */
export interface Note {
  id: number
  text: string
  kind: 'done' | 'wrong'
  /** The verb and the deed that takes it back. */
  undo?: () => Promise<unknown>
}

/** How long a note stays, in milliseconds: longer where it can still be acted on. */
const STAYS_MS = { plain: 4000, undo: 10_000 }

let notes: readonly Note[] = []
let last = 0
const listeners = new Set<() => void>()

/**
 * Says something at the foot of the page for some seconds.
 *
 * @example tell({ text: 'The record is deleted.', kind: 'done', undo: () => create(record) })
 */
export function tell(note: Omit<Note, 'id'>): void {
  last += 1
  const id = last
  change([...notes.slice(-2), { ...note, id }])
  setTimeout(() => takeBack(id), note.undo ? STAYS_MS.undo : STAYS_MS.plain)
}

/** Takes a note away before its time. */
export function takeBack(id: number): void {
  change(notes.filter((note) => note.id !== id))
}

/** The notes of now. */
export function useNotes(): readonly Note[] {
  return useSyncExternalStore(subscribe, () => notes)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function change(next: readonly Note[]): void {
  notes = next
  for (const listen of listeners) listen()
}
