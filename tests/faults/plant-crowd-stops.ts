import { subscribe } from 'node:diagnostics_channel'

/*
 * The fault that a control plants, loaded by a server before anything else: once it has let in a hundred connections, its
 * loop stands still again and again, as if each of them had to be looked at.
 */
const CROWD = 100
const STANDS_MS = 2000
const EVERY_MS = 2500

let connections = 0

subscribe('net.server.socket', () => {
  connections++
  if (connections === CROWD) setInterval(stand, EVERY_MS)
})

function stand(): void {
  const until = performance.now() + STANDS_MS
  while (performance.now() < until);
}
