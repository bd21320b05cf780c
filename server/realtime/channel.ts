import type { Now } from '../base/now.ts'
import type { Client } from './client.ts'
import type { Presence } from './presence.ts'

/** Somebody who joined a channel: one socket, of which an actor may have several. */
export interface Member {
  /** How the others know it. */
  readonly id: string
  readonly client: Client
  /** What it says of itself, as JSON; undefined for one who only listens and is not shown. */
  state: string | undefined
  /** Counts what may have taken its right to be here. */
  doubts: number
  /** Why it is doubted. */
  reason: Reason
}

/** Why a member had to leave: it speaks for somebody else, there are other rules, or other records. */
export type Reason = 'actor' | 'rules' | 'records'

/** A channel that has members. */
export interface Channel {
  readonly name: string
  readonly members: Map<Client, Member>
  /** Members whose right to be here has to be looked at before anything more is told. */
  readonly doubted: Set<Member>
  /** The ids of the collections that the rule by which its members joined looks at. */
  readonly reach: Set<string>
  readonly presence: Presence
  /** Done when all that was to be told so far is on its way. */
  told: Now<void>
}

/** A member as the others see it, as JSON: the server says who it is, and it says the rest itself. */
export function memberText({ id, client, state }: Member): string {
  const { actor } = client.session
  const shown = actor.kind === 'guest' ? null : { id: actor.id, collection: actor.collectionName }
  const known = `{"id":${JSON.stringify(id)},"actor":${JSON.stringify(shown)}`
  return state === undefined ? `${known}}` : `${known},"state":${state}}`
}
