import type { Manner } from './manner.ts'
import { type Message, messageOf } from './pipe.ts'

/**
 * Event streams, as the official SDKs read them (contract services.md §3.1, §3.4). The line `id:` with which every
 * message has to begin is the same for all messages of a connection, and therefore written by its pipe.
 *
 * There are no words for a lost actor: the connection goes on as a guest's (§3.5). There are none for a gap either, but
 * whoever could not be told something may not think that all is well: the hub ends the stream, and the SDK comes back.
 */
export const sseManner: Manner = {
  greet: (id) => eventMessage('PB_CONNECT', JSON.stringify({ clientId: id }), 0),
  // A record that stops matching is simply not delivered (§3.4).
  event: ({ seq, action, record }, key) =>
    action === 'leave' ? undefined : eventMessage(key, `{"record":${record},"action":"${action}"}`, seq),
  message: (_, key, data) => eventMessage(key, data, 0),
  gap: () => undefined,
  loss: () => undefined,
  endsWithToken: false,
  due: ({ bornAt, toldAt }, now, { idle, life }) =>
    now - toldAt >= idle || now - bornAt >= life ? 'close' : undefined,
}

/** A line break, in a name that a client made up or between the parts of a JSON field, would begin a line of its own. */
function eventMessage(name: string, data: string, seq: number): Message {
  const [event, line] = [name, data].map((text) => text.replaceAll(/[\r\n]/g, ' '))
  return messageOf(`event:${event}\ndata:${line}\n\n`, seq)
}
