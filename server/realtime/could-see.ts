import type { Actor } from '../base/actor.ts'
import type { Steps } from '../base/now.ts'
import { matchesVirtual } from '../records/allows.ts'
import { RuleError } from '../rules/index.ts'
import { judge, type Subject } from './audience.ts'
import type { Wish } from './client.ts'

/**
 * Would a record as it was have been told to this actor? A rule across relations is asked of the old cells beside what
 * other tables hold now; `undecidable` where it looks back over relations, which lead to nothing but the stored record.
 *
 * @example const could = yield* couldSee({ ...subject, cells: before }, group, client.session.actor)
 */
export function* couldSee(subject: Subject, wish: Wish, actor: Actor): Steps<boolean | 'undecidable'> {
  const verdict = judge(subject, wish, actor)
  if (typeof verdict === 'boolean') return verdict
  const { house, catalog, collection, cells } = subject
  const { rule, filter, restrict, context } = verdict
  try {
    const asking = { house, catalog, collection, reader: house.storage.hot, context }
    return yield* matchesVirtual(asking, { rule, filter, restrict }, cells)
  } catch (error) {
    if (error instanceof RuleError) return 'undecidable'
    throw error
  }
}
