import type { World } from './world.ts'

/** One request of the load. */
export interface BenchRequest {
  readonly method: 'GET' | 'POST'
  /** With its query string. */
  readonly path: string
  readonly body?: string
}

/** What all connections of the load send, round and round; each begins at another place. */
export interface Load {
  readonly headers: Readonly<Record<string, string>>
  readonly requests: readonly BenchRequest[]
}

/**
 * One thing that is measured. A scenario is one file in `scenarios/` and one line in `scenarios/index.ts`.
 *
 * `same-bytes`: the baseline is a bare node:http server that answers what Dapur answered, from memory (B1).
 * `same-post`: it parses and checks the same POST and answers with a record, without SQL (B2).
 */
export interface Scenario {
  /** What `--only` calls it. */
  readonly name: string
  readonly title: string
  readonly baseline: 'same-bytes' | 'same-post'
  /** CPU time of the baseline per request, divided by ours: 1 would be as cheap as bare node:http. */
  readonly goal: number
  /** The most ms that 99 of 100 answers may take, where that is what the scenario is about. */
  readonly mostP99?: number
  /** The most ms that the event loop may be held up in 99 of 100 turns, where that is what the scenario is about. */
  readonly mostLoopDelay?: number
  /** How many connections send the load, where that is what the scenario is about. */
  readonly connections?: number
  /**
   * Does the server keep its request logs? The goals were found with a prototype that keeps none (performance.md §4),
   * and others switch theirs off to be measured (§9); what a log entry costs has a scenario of its own.
   */
  readonly keepsLogs?: boolean
  readonly load: (world: World) => Load
}
