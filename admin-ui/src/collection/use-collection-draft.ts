import type { CollectionJson } from '@dapur/sdk'
import { useState } from 'react'
import { dapur } from '../dapur.ts'
import { bodyOf, type CollectionDraft, draftOf, isSame } from './draft.ts'
import { type PlanJson, planOf } from './collection-queries.ts'

/** The form of a collection. */
export interface CollectionForm {
  /** As it is stored; undefined for a new one. */
  stored: CollectionJson | undefined
  draft: CollectionDraft
  isDirty: boolean
  isBusy: boolean
  error: unknown
  /** What the save would do, once it was asked for. */
  plan: PlanJson | undefined
  set: (change: Partial<CollectionDraft>) => void
  discard: () => void
  /** Asks for the plan; saves at once where no table changes. The stored collection, when it was. */
  ask: () => Promise<CollectionJson | undefined>
  /** Saves; undefined when the server refuses. */
  save: () => Promise<CollectionJson | undefined>
  forgetPlan: () => void
}

/** @param start the stored collection, or the empty one that a new one begins with */
export function useCollectionDraft(
  start: CollectionJson,
  stored: CollectionJson | undefined,
): CollectionForm {
  const [draft, setDraft] = useState(() => draftOf(start))
  const [clean, setClean] = useState(draft)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [plan, setPlan] = useState<PlanJson>()
  const attempt = async <T>(deed: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true)
    setError(undefined)
    try {
      return await deed()
    } catch (failure) {
      setPlan(undefined)
      setError(failure)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  const store = async (): Promise<CollectionJson> => {
    const body = bodyOf(draft, stored)
    const saved = stored
      ? await dapur.collections.update(stored.id, body)
      : await dapur.collections.create(body)
    const next = draftOf(saved)
    setPlan(undefined)
    setDraft(next)
    setClean(next)
    return saved
  }
  return {
    stored,
    draft,
    isDirty: !isSame(draft, clean),
    isBusy,
    error,
    plan,
    set: (change) => setDraft((now) => ({ ...now, ...change })),
    discard: () => {
      setDraft(clean)
      setError(undefined)
    },
    ask: () =>
      attempt(async () => {
        const next = await planOf(stored?.id, bodyOf(draft, stored))
        if (next.steps.length === 0) return await store()
        setPlan(next)
        return undefined
      }),
    save: () => attempt(store),
    forgetPlan: () => setPlan(undefined),
  }
}
