import { subscribe } from 'node:diagnostics_channel'
import { z } from 'zod'

/*
 * The fault that a control plants, loaded by a server before anything else: its loop stands still for a while at the
 * first upload, as if images were made smaller in it.
 */
const STANDS_MS = 8000
const started = z.object({ request: z.object({ headers: z.record(z.string(), z.unknown()) }) })

let hasStood = false

subscribe('http.server.request.start', (message) => {
  const { headers } = started.parse(message).request
  if (hasStood || !String(headers['content-type']).startsWith('multipart/')) return
  hasStood = true
  const until = performance.now() + STANDS_MS
  while (performance.now() < until);
})
