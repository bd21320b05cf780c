import type { IncomingMessage } from 'node:http'
import { ApiError, apiError } from '../base/error.ts'
import { passingBytes } from '../base/passing-bytes.ts'
import { type Exchange, header, incomingOf } from './respond.ts'
import { stopReading } from './stop-reading.ts'

/** Takes a piece of a body. What it answers is waited for before the next one is read. */
type Sink = (chunk: Uint8Array) => Promise<unknown> | undefined

/**
 * The most bytes that are held in memory as text, however much a route takes: what is larger has to come as a file.
 * It is the most that the contract takes for a batch (data.md §6.1).
 */
export const TEXT_LIMIT: number = 128 * 1024 * 1024

/**
 * Hand a body on piece by piece as it arrives. A client that sends more than the limit is not read on.
 *
 * Errors: `body_too_large` 413, `body_malformed` 400 when the connection is cut; and what the sink throws.
 *
 * @param limit bytes
 * @example await pourBody(exchange, 1024, chunk => void chunks.push(chunk))
 */
export async function pourBody(exchange: Exchange, limit: number, sink: Sink): Promise<void> {
  refuseDeclared(exchange, limit)
  const incoming = incomingOf(exchange)
  const measured = measure(limit, sink)
  try {
    await (incoming ? pourIncoming(incoming, measured) : pourStream(exchange.req.raw.body, measured))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'body_too_large') stopReading(exchange, Infinity)
    throw error
  }
}

/**
 * Refuse a body by the length that it is said to have, before anything of it is read (contract services.md §7.2).
 *
 * Errors: `body_too_large` 413.
 *
 * @param limit bytes
 */
export function refuseDeclared(exchange: Exchange, limit: number): void {
  const declared = Number(header(exchange, 'content-length') ?? 0)
  if (declared <= limit) return
  stopReading(exchange, declared)
  throw apiError('body_too_large', { limit })
}

/**
 * The whole body as text; empty for none.
 *
 * Errors: as `pourBody`.
 */
export async function readText(exchange: Exchange, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  await pourBody(exchange, Math.min(limit, TEXT_LIMIT), (chunk) => void chunks.push(chunk))
  return utf8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
}

const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false })

function measure(limit: number, sink: Sink): Sink {
  let size = 0
  return (chunk) => {
    size += chunk.length
    if (size > limit) throw apiError('body_too_large', { limit })
    passingBytes(chunk.length)
    return sink(chunk)
  }
}

/** By events: pieces are seen in the turn in which they arrive, so nothing is read ahead of the limit. */
function pourIncoming(incoming: IncomingMessage, sink: Sink): Promise<void> {
  if (incoming.readableEnded) return Promise.resolve()
  return new Promise((resolve, reject) => {
    // The end is told of in the turn of the last piece, whether or not that has been taken.
    let last: Promise<unknown> | undefined
    const end = (): void => {
      incoming.off('close', cut)
      if (last) last.then(() => settle(), settle)
      else settle()
    }
    const settle = (error?: unknown): void => {
      incoming.off('data', take).off('end', end).off('error', cut).off('close', cut)
      if (error === undefined) return resolve()
      incoming.pause()
      reject(error)
    }
    const take = (chunk: Buffer): void => {
      try {
        const busy = (last = sink(chunk))
        if (!busy) return
        incoming.pause()
        busy.then(() => incoming.resume(), settle)
      } catch (error) {
        settle(error)
      }
    }
    const cut = (): void =>
      settle(apiError('body_malformed', { why: 'the connection was cut before its end' }))
    incoming.on('data', take).on('end', end).on('error', cut).on('close', cut)
    if (incoming.destroyed) cut()
  })
}

async function pourStream(body: ReadableStream<Uint8Array> | null, sink: Sink): Promise<void> {
  if (!body) return
  // Not cancelled when the sink refuses: the stream of an undici form throws into the void then.
  for await (const chunk of body.values({ preventCancel: true })) await sink(chunk)
}
