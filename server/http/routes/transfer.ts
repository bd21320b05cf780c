import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { apiError } from '../../base/error.ts'
import { isJsonObject } from '../../base/json.ts'
import { problem } from '../../base/problem.ts'
import { removeScratch } from '../../base/remove-scratch.ts'
import { type Exported, exportRecords } from '../../records/export.ts'
import { importRecords, type ImportReport } from '../../records/import.ts'
import { pourBody } from '../body-bytes.ts'
import type { HttpHouse } from '../house.ts'
import { askCounted } from '../limit.ts'
import { type Exchange, type HttpApp, toResponse } from '../respond.ts'
import { refuse, requireSuperuser } from '../route.ts'

/** The most bytes of a file that is imported. */
const MOST_IMPORTED = 1024 ** 3
const YES = new Set(['1', 'true'])

/** Whole collections on their way out and in (architecture.md, *Beyond the contract*). */
export function transferRoutes(app: HttpApp, house: HttpHouse): void {
  app.get('/api/collections/:collection/records/export', async (exchange) => {
    try {
      return await sendExport(house, exchange)
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })

  app.post('/api/collections/:collection/records/import', async (exchange) => {
    try {
      const report = await takeImport(house, exchange)
      return toResponse(house.respond.json(exchange, 200, JSON.stringify(report)))
    } catch (error) {
      return refuse(house, exchange, error)
    }
  })
}

/** The file is on the disk before the transaction begins: a slow client holds up nobody. */
async function takeImport(house: HttpHouse, exchange: Exchange): Promise<ImportReport> {
  const ask = await askCounted(house, exchange)
  requireSuperuser(ask)
  const { format = 'csv', mode = 'create', dryRun = '', mapping = '' } = exchange.req.query()
  const query = { format, mode, isDryRun: YES.has(dryRun), mapping: readMapping(mapping) }
  const file = join(house.tmp, `import-${randomUUID()}`)
  try {
    const handle = await open(file, 'wx')
    try {
      await pourBody(exchange, MOST_IMPORTED, (chunk) => handle.write(chunk))
    } finally {
      await handle.close()
    }
    return await importRecords(house, ask, exchange.req.param('collection') ?? '', file, query)
  } finally {
    await removeScratch(file, house.log)
  }
}

function readMapping(text: string): Readonly<Record<string, string>> {
  if (text === '') return {}
  const mapping = parsed(text)
  if (isJsonObject(mapping)) {
    const entries = Object.entries(mapping).flatMap(([column, field]) =>
      typeof field === 'string' ? [[column, field] as const] : [],
    )
    if (entries.length === Object.keys(mapping).length) return Object.fromEntries(entries)
  }
  const message = 'Give a JSON object of columns and the fields that they are.'
  throw apiError('validation_failed', {}, { data: { mapping: problem('validation_invalid_value', message) } })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function sendExport(house: HttpHouse, exchange: Exchange): Promise<Response> {
  const ask = await askCounted(house, exchange)
  requireSuperuser(ask)
  const { format = 'csv', filter = '', sort = '', fields = '' } = exchange.req.query()
  const exported = await exportRecords(house, ask, exchange.req.param('collection') ?? '', {
    format,
    filter,
    sort,
    fields: fields === '' ? [] : fields.split(',').map((name) => name.trim()),
  })
  return new Response(streamOf(exported), {
    headers: {
      ...house.respond.headers(exchange),
      'content-type': exported.contentType,
      'content-disposition': `attachment; filename=${exported.fileName}`,
    },
  })
}

/** Pages are only read as fast as the client takes them. */
function streamOf({ chunks }: Exported): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
