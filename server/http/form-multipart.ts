import { once } from 'node:events'
import type { BusboyInstance } from '@fastify/busboy'
import { breath, firstBreath } from '../base/breath.ts'
import { apiError } from '../base/error.ts'
import { pourBody, TEXT_LIMIT } from './body-bytes.ts'
import { noRoom, type Uploads } from './body-uploads.ts'
import { type FormValues, formValues } from './form-values.ts'
import type { Exchange } from './respond.ts'

interface MultipartOptions {
  readonly limit: number
  readonly coerce: boolean
  /** The Content-Type with its boundary. */
  readonly type: string
  /** Takes the files; without it they are read past. */
  readonly uploads: Uploads | undefined
}

const MAX_PARTS = 1000
const MAX_HEADERS = 100
const MAX_HEADER_BYTES = 16 * 1024

/**
 * The values of a `multipart/form-data` body (contract data.md §1.6); its files go to `uploads` as they arrive. A
 * part without a name is no part of the form, and one with an empty file name is a text, as browsers send it for
 * an input without a file.
 *
 * Errors: `body_too_large` 413, `body_malformed` 400, `storage_full` 507.
 */
export async function readMultipart(
  exchange: Exchange,
  options: MultipartOptions,
): Promise<Record<string, unknown>> {
  const form = formValues(options.coerce)
  const parser = await openParser(options)
  const { failed, fail, hasFailed } = failure()
  parser
    .on('error', (error) => fail(malformed(error)))
    .on('partsLimit', () => fail(malformed(`it has more than ${MAX_PARTS} parts`)))
  takeTexts(parser, form, options.limit, fail)
  takeFiles(parser, options.uploads, fail)
  const whole = async (): Promise<void> => {
    let isEmpty = true
    const take = (chunk: Uint8Array): Promise<unknown> | undefined => {
      if (hasFailed()) return failed
      return parser.write(chunk) ? undefined : once(parser, 'drain')
    }
    await pourBody(exchange, options.limit, (chunk) => {
      const later = isEmpty ? firstBreath() : breath()
      isEmpty = false
      return later ? later.then(() => take(chunk)) : take(chunk)
    })
    if (isEmpty) return
    const finished = once(parser, 'finish')
    parser.end()
    await finished
    await options.uploads?.settle()
  }
  await Promise.race([whole(), failed])
  return form.toObject()
}

/** The parser is only loaded when the first form comes. */
async function openParser({ limit, type }: MultipartOptions): Promise<BusboyInstance> {
  const { Busboy } = await import('@fastify/busboy')
  try {
    return new Busboy({
      headers: { 'content-type': type },
      preservePath: true,
      isPartAFile: (_field, _type, fileName) => fileName !== undefined && fileName !== '',
      limits: {
        fieldSize: Math.min(limit, TEXT_LIMIT),
        parts: MAX_PARTS,
        headerPairs: MAX_HEADERS,
        headerSize: MAX_HEADER_BYTES,
      },
    })
  } catch (error) {
    throw malformed(error)
  }
}

function takeTexts(
  parser: BusboyInstance,
  form: FormValues,
  limit: number,
  fail: (error: unknown) => void,
): void {
  const most = Math.min(limit, TEXT_LIMIT)
  let size = 0
  parser.on('field', (name, text, _nameIsCut, isCut) => {
    size += text.length
    if (isCut || size > most) fail(apiError('body_too_large', { limit: most }))
    else if (name) form.add(name, text)
  })
}

function takeFiles(
  parser: BusboyInstance,
  uploads: Uploads | undefined,
  fail: (error: unknown) => void,
): void {
  parser.on('file', (field, content, name, _encoding, type) => {
    // A write that fails ends its source with the same error.
    content.on('error', (error) => fail(noRoom(error) ?? malformed(error)))
    if (uploads && field) uploads.save({ field, name: withoutFolders(name), type, content }, fail)
    else content.resume()
  })
}

function withoutFolders(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** The first failure of several things that run beside each other. */
function failure(): {
  readonly failed: Promise<never>
  readonly fail: (error: unknown) => void
  readonly hasFailed: () => boolean
} {
  const { promise, reject } = Promise.withResolvers<never>()
  let isRejected = false
  const fail = (error: unknown): void => {
    isRejected = true
    reject(error)
  }
  return { failed: promise, fail, hasFailed: () => isRejected }
}

function malformed(cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause)
  return apiError('body_malformed', { why: `the form breaks off or is not well formed (${why})` }, { cause })
}
