import type { Manner } from './manner.ts'
import { message, messageOf } from './pipe.ts'

/** WebSockets: JSON frames with the client's own ids, and signs of life both ways (`realtime.md`, *Frames*). */
export const frameManner: Manner = {
  greet: (connection, { epoch, seq, heartbeat }) =>
    message({ type: 'hello', connection, epoch, seq, heartbeat }),
  event: ({ seq, action, record, changed }, key) =>
    messageOf(
      `{"type":"event","sub":${key},"seq":${seq},"action":"${action}","record":${record},"changed":${changed}}`,
      seq,
    ),
  message: (topic, key, data) =>
    messageOf(`{"type":"message","sub":${key},"topic":${JSON.stringify(topic)},"data":${data}}`, 0),
  gap: (key, from, reason) => messageOf(`{"type":"gap","sub":${key},"from":${from},"reason":"${reason}"}`, 0),
  loss: (reason) => message({ type: 'auth', actor: null, reason }),
  endsWithToken: true,
  due({ heardAt, pingedAt }, now, { heartbeat }) {
    if (now - heardAt > 2 * heartbeat) return 'cut'
    return now - Math.max(heardAt, pingedAt) < heartbeat ? undefined : 'ping'
  },
}
