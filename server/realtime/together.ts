import type { Actor } from '../base/actor.ts'
import type { Steps } from '../base/now.ts'
import { type Asked, whoMatches } from '../records/who-matches.ts'
import { RuleError } from '../rules/index.ts'
import type { Reader } from '../storage/dialect.ts'
import { ask, judge, type Probe, type Subject } from './audience.ts'
import type { Group, Subscription } from './client.ts'
import { couldSee } from './could-see.ts'

/** Actors that are asked for in one query: it may not hold up the loop for long where no index helps. */
const MOST = 256

type Answer = boolean | 'undecidable'

/**
 * Questions to the database about one record on behalf of everyone who listens to a group: answered for the next of them
 * in one query, where the rule knows of who asks nothing but the id.
 */
export class Together {
  readonly #hearers: readonly Subscription[]
  /** What is known of whom, about the record as it is and as it was. */
  readonly #stored = new Map<string, Answer>()
  readonly #past = new Map<string, Answer>()
  #isRefused: boolean
  /** The place of the hearer whose turn it is: who comes next is asked for along with it. */
  at = 0
  #until = 0

  /** `hearers` in the order in which they are told; where nothing depends on who they are, nobody is asked for but one. */
  constructor(hearers: readonly Subscription[], isPersonal: boolean) {
    this.#hearers = hearers
    this.#isRefused = !isPersonal
  }

  /** Is something known of those who come next, which would be lost if others had their turn now? */
  get isAhead(): boolean {
    return this.#until > this.at + 1
  }

  /** Others had their turn: what was true then counts no more. */
  forget(): void {
    this.#stored.clear()
    this.#past.clear()
    this.#until = 0
  }

  /** Does the record, as it is stored, answer to this actor's probe? */
  *isSeen(subject: Subject, reader: Reader, probe: Probe, actor: Actor): Steps<boolean> {
    const answer = yield* this.#answer(subject, reader, probe, { actor, isStored: true })
    return answer === undefined ? yield* ask(subject, reader, probe) : answer === true
  }

  /** Could this actor see the record as it was? The subject has the cells of then. */
  *wasSeen(subject: Subject, group: Group, actor: Actor): Steps<Answer> {
    const verdict = judge(subject, group, actor)
    if (typeof verdict === 'boolean') return verdict
    const reader = subject.house.storage.hot
    const answer = yield* this.#answer(subject, reader, verdict, { actor, isStored: false })
    return answer ?? (yield* couldSee(subject, group, actor))
  }

  /** Undefined where everyone has to be asked for alone. */
  *#answer(
    subject: Subject,
    reader: Reader,
    probe: Probe,
    { isStored, actor }: Who,
  ): Steps<Answer | undefined> {
    if (this.#isRefused || !isOrdinary(actor)) return undefined
    const known = isStored ? this.#stored : this.#past
    const answer = known.get(actor.id)
    if (answer !== undefined) return answer
    const ids = this.#next(actor.id)
    // One alone is asked for as always: the statement for that is at hand.
    if (ids.length === 1) return undefined
    const asked = { cells: subject.cells, isStored }
    const found = yield* askAll(subject, reader, probe, asked, ids)
    if (!found) this.#isRefused = true
    else for (const id of ids) known.set(id, found === 'undecidable' ? found : found.has(id))
    return known.get(actor.id)
  }

  #next(first: string): string[] {
    const ids = new Set([first])
    let place = this.at
    for (; place < this.#hearers.length && ids.size < MOST; place++) {
      const actor = this.#hearers[place]?.client.session.actor
      if (actor && isOrdinary(actor)) ids.add(actor.id)
    }
    this.#until = place
    return [...ids]
  }
}

interface Who {
  readonly actor: Actor
  /** Is the record asked about as it is stored? */
  readonly isStored: boolean
}

/** Before all of these stands the same rule. */
function isOrdinary(actor: Actor): actor is Extract<Actor, { id: string }> {
  return actor.kind === 'record' && actor.scope === undefined
}

function* askAll(
  { house, catalog, collection }: Subject,
  reader: Reader,
  { rule, filter, restrict, context }: Probe,
  asked: Asked,
  ids: readonly string[],
): Steps<ReadonlySet<string> | 'undecidable' | undefined> {
  try {
    const asking = { house, catalog, collection, reader, context }
    return yield* whoMatches(asking, { rule, filter, restrict }, asked, ids)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    // A rule that does not fit lets nobody through; to a record that is not stored, nothing leads back.
    return asked.isStored ? new Set() : 'undecidable'
  }
}
