import type { Client } from './client.ts'

/** Note what a client has taken and was told since the last look; answers for how long it has taken nothing, in ms. */
export function noteProgress(client: Client, now: number): number {
  const { pipe, outbox } = client
  const taken = outbox.written - pipe.buffered
  if (pipe.buffered <= 0 || taken > outbox.taken) outbox.takenAt = now
  if (outbox.written > outbox.seen) client.toldAt = now
  outbox.taken = taken
  outbox.seen = outbox.written
  return now - outbox.takenAt
}
