import { styleText } from 'node:util'
import { memoryStore, createClient, type ListOptions } from '@dapur/sdk'
import type { AtlasClient, AtlasSchema } from './atlas.ts'
import { type Answer, queries } from './queries.ts'

/** More rows of an answer are counted, not shown. */
const ROWS_SHOWN = 8

/**
 * Asks the ten sample queries as a guest and prints question, request, answer and time.
 *
 * Errors: what the server says, as an `ApiError`.
 *
 * @param url of the server
 */
export async function askQueries(url: string): Promise<void> {
  const guest: AtlasClient = createClient<AtlasSchema>(url, { store: memoryStore() })
  for (const [index, { title, collection, options, ask }] of queries.entries()) {
    const start = performance.now()
    const answer = await ask(guest)
    const ms = performance.now() - start
    console.log(`\n${styleText('bold', `${index + 1}. ${title}`)}`)
    console.log(styleText('dim', `   GET /api/collections/${collection}/records?${say(options)}`))
    for (const line of table(answer.rows.slice(0, ROWS_SHOWN))) console.log(`   ${line}`)
    console.log(styleText('green', `   ${count(answer)} in ${ms.toFixed(1)} ms`))
  }
}

/** The query string as one would type it, before it is percent-encoded. */
function say(options: ListOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('&')
}

function table(rows: Answer['rows']): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length))
  return rows.map(([first = '', ...rest]) => [first.padEnd(width), ...rest].join('  ').trimEnd())
}

function count({ total, rows }: Answer): string {
  const shown = Math.min(rows.length, ROWS_SHOWN)
  return total > shown ? `${total} found, ${shown} shown,` : `${total} found`
}
