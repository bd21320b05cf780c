import type { BenchRequest, Scenario } from '../scenario.ts'
import { recordsGet } from './records-get.ts'

/** Every connection sends so many requests, round and round; the first ones send one of these among them. */
const A_ROUND = 200
const CONNECTIONS = 64
const HOSTILE_CONNECTIONS = 4

/** Looks at every post twice, and finds none: the page is looked for, then the total is. */
const search: BenchRequest = {
  method: 'GET',
  path: `/api/collections/posts/records?sort=-title&filter=${encodeURIComponent('text ~ "qqq%" || title !~ "p%"')}`,
}

/**
 * Records by id while four of the connections keep searching the whole table without an index: whoever asks for little
 * must not wait for them (reliability.md, finding 4).
 */
export const hostile: Scenario = {
  name: 'hostile',
  title: 'GET one record while others search all',
  baseline: 'same-bytes',
  goal: 0.4,
  mostP99: 100,
  load(world) {
    const { headers, requests } = recordsGet.load(world)
    const light = Array.from(
      { length: A_ROUND * CONNECTIONS },
      (_, at) => requests[at % requests.length] ?? search,
    )
    for (let connection = 0; connection < HOSTILE_CONNECTIONS; connection += 1)
      light[connection * A_ROUND + 10] = search
    return { headers, requests: light }
  },
}
