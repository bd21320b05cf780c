import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import type { Client } from '../client.ts'
import type { ApiError } from '../error.ts'
import { makeId } from '../make-id.ts'
import type { CreateInput, RecordOf, UpdateInput } from '../schema.ts'
import { type Before, changedRow, guess, type Guess, takeBack } from './optimist.ts'
import { keyOf } from './query-key.ts'

/** A write for components: `mutate(input)` or `mutateAsync(input)`. */
type Write<T, Input> = UseMutationResult<T, ApiError, Input, Before>

/**
 * Creates a record, which is shown at the end of every list without a filter until the server has answered.
 *
 * @example const create = useCreate(dapur, 'notes'); create.mutate({ text })
 */
export function useCreate<Schema extends object, Name extends keyof Schema & string>(
  dapur: Client<Schema>,
  name: Name,
): Write<RecordOf<Schema[Name]>, CreateInput<Schema[Name]>> {
  return useWrite<Schema, RecordOf<Schema[Name]>, CreateInput<Schema[Name]>>(dapur, name, {
    write: (input) => dapur.collection(name).create(input),
    // Its own id, until the server has given it one: a list may be keyed by it.
    guess: (input) => ({ added: { id: makeId(), collectionName: name, ...input } }),
  })
}

/**
 * Changes a record, which is shown as it will be wherever it stands until the server has answered.
 *
 * @example const update = useUpdate(dapur, 'notes'); update.mutate({ id, input: { 'likes+': 1 } })
 */
export function useUpdate<Schema extends object, Name extends keyof Schema & string>(
  dapur: Client<Schema>,
  name: Name,
): Write<RecordOf<Schema[Name]>, { id: string; input: UpdateInput<Schema[Name]> }> {
  return useWrite<Schema, RecordOf<Schema[Name]>, { id: string; input: UpdateInput<Schema[Name]> }>(
    dapur,
    name,
    {
      write: ({ id, input }) => dapur.collection(name).update(id, input),
      guess: ({ id, input }) => ({ changed: { id, change: (row) => changedRow(row, input) } }),
    },
  )
}

/**
 * Deletes a record, which is gone from every list until the server has answered.
 *
 * @example const remove = useDelete(dapur, 'notes'); remove.mutate(id)
 */
export function useDelete<Schema extends object>(
  dapur: Client<Schema>,
  name: keyof Schema & string,
): Write<void, string> {
  return useWrite<Schema, void, string>(dapur, name, {
    write: (id) => dapur.collection(name).delete(id),
    guess: (id) => ({ changed: { id, change: () => undefined } }),
  })
}

interface Plan<T, Input> {
  write: (input: Input) => Promise<T>
  guess: (input: Input) => Guess
}

/** A write whose guess is shown at once, taken back if it is refused, and replaced by what the server has in any case. */
function useWrite<Schema extends object, T, Input>(
  dapur: Client<Schema>,
  name: keyof Schema & string,
  plan: Plan<T, Input>,
): Write<T, Input> {
  const client = useQueryClient()
  return useMutation<T, ApiError, Input, Before>({
    mutationFn: plan.write,
    onMutate: (input) => guess(client, keyOf(dapur, name), plan.guess(input)),
    onError: (_error, _input, before) => before && takeBack(client, before),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(dapur, name) }),
  })
}
