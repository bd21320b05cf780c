/** What a live query shows: records in their order, each with its JSON text. */
export interface LiveRows {
  readonly ids: readonly string[]
  readonly texts: readonly string[]
}

/** One step from what a client has to what it should have; each is applied to what the ones before have made. */
export type LiveStep =
  | { readonly type: 'remove'; readonly index: number }
  | { readonly type: 'insert' | 'update'; readonly index: number; readonly text: string }

/**
 * The fewest steps from one list to another: first what goes, from the end, then what comes, from the start, then what
 * became another. A record that moved goes and comes.
 *
 * @example liveSteps({ ids: ['a'], texts: ['1'] }, { ids: ['b', 'a'], texts: ['2', '1'] }) // [{ type: 'insert', index: 0, text: '2' }]
 */
export function liveSteps(from: LiveRows, to: LiveRows): LiveStep[] {
  const stays = stayingPlaces(from, to)
  const staying = new Set(stays.values())
  const steps: LiveStep[] = []
  for (let index = from.ids.length - 1; index >= 0; index--)
    if (!staying.has(index)) steps.push({ type: 'remove', index })
  to.texts.forEach((text, index) => {
    if (!stays.has(index)) steps.push({ type: 'insert', index, text })
  })
  for (const [index, before] of stays) {
    const text = to.texts[index] ?? ''
    if (from.texts[before] !== text) steps.push({ type: 'update', index, text })
  }
  return steps
}

/** Are both the same, record for record and letter for letter? */
export function areSameRows(a: LiveRows, b: LiveRows): boolean {
  return (
    a.ids.length === b.ids.length &&
    a.ids.every((id, index) => id === b.ids[index] && a.texts[index] === b.texts[index])
  )
}

/** Which places of `to` hold records that stay where they are, with their places in `from`; both rise. */
function stayingPlaces(from: LiveRows, to: LiveRows): ReadonlyMap<number, number> {
  const stays = new Map<number, number>()
  let start = 0
  while (start < to.ids.length && to.ids[start] === from.ids[start]) stays.set(start, start++)
  let end = to.ids.length
  const shift = from.ids.length - end
  while (end > start && end + shift > start && to.ids[end - 1] === from.ids[end + shift - 1]) end--
  for (const [index, before] of heaviestRising(kept(from, to, start, end))) stays.set(index, before)
  for (let index = end; index < to.ids.length; index++) stays.set(index, index + shift)
  return stays
}

interface Kept {
  readonly index: number
  readonly before: number
  /** A record that moves takes two steps, one that stays and is another takes one: what it saves to let it stay. */
  readonly weight: number
}

function kept(from: LiveRows, to: LiveRows, start: number, end: number): Kept[] {
  const places = new Map(from.ids.map((id, place) => [id, place]))
  return to.ids.slice(start, end).flatMap((id, offset) => {
    const [index, before] = [start + offset, places.get(id)]
    if (before === undefined) return []
    return [{ index, before, weight: from.texts[before] === to.texts[index] ? 2 : 1 }]
  })
}

/** The part of the candidates whose earlier places rise, too, and that saves most. */
function heaviestRising(candidates: readonly Kept[]): [index: number, before: number][] {
  const saved: number[] = []
  const previous: number[] = []
  let best = -1
  candidates.forEach(({ before, weight }, at) => {
    let [most, link] = [0, -1]
    for (let other = 0; other < at; other++) {
      const sum = saved[other] ?? 0
      if (sum > most && (candidates[other]?.before ?? 0) < before) [most, link] = [sum, other]
    }
    saved[at] = most + weight
    previous[at] = link
    if (best < 0 || most + weight > (saved[best] ?? 0)) best = at
  })
  const rising: [number, number][] = []
  for (let at = best; at >= 0; at = previous[at] ?? -1) {
    const candidate = candidates[at]
    if (candidate) rising.unshift([candidate.index, candidate.before])
  }
  return rising
}
