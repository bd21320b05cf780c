import type { Frame, Peer } from './realtime-app.ts'

/** What a client of a live query has: its list, kept as `docs/realtime.md` says. */
export interface LiveList {
  readonly id: number
  readonly items: Frame[]
  /** The frames about it, in their order. */
  readonly frames: Frame[]
}

/** Ask for a live query, and keep its list from then on. Fails the test when it is refused. */
export async function openLive(peer: Peer, query: object): Promise<LiveList> {
  const list: LiveList = { id: ids++, items: [], frames: [] }
  peer.socket.on('message', (data) => {
    const frame: Frame = JSON.parse((data as Buffer).toString())
    if (frame.sub === list.id) hear(list, frame)
    else if (frame.type === 'error' && frame.id === list.id) hear(list, frame)
  })
  peer.socket.send(JSON.stringify({ type: 'live', id: list.id, limit: 500, ...query }))
  // What stands before the answer to a ping stands before it for good.
  await peer.ask({ type: 'ping' })
  const [first] = list.frames
  if (first?.type !== 'snapshot') throw new Error(`no snapshot: ${JSON.stringify(first)}`)
  return list
}

let ids = 5000

function hear(list: LiveList, frame: Frame): void {
  const { items, frames } = list
  frames.push(frame)
  if (frame.type === 'snapshot') items.splice(0, items.length, ...frame.items)
  else if (frame.type === 'insert') items.splice(frame.index, 0, frame.record)
  else if (frame.type === 'update') items.splice(frame.index, 1, frame.record)
  else if (frame.type === 'remove') items.splice(frame.index, 1)
  else if (frame.type === 'error') items.splice(0)
}
