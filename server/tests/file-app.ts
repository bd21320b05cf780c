import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AppOptions } from '../app.ts'
import { type Reply, testApp, type TestApp } from './test-app.ts'

/** Parts of a form: texts, and files. */
export type Parts = readonly (readonly [string, string | File])[]

/** An app with a collection `dishes` that has files: `photo` (one), `photos` (five), `menu` (protected). */
export interface FileApp extends TestApp {
  readonly id: string
  readonly form: (method: string, path: string, parts: Parts, token?: string) => Promise<Reply>
  /** Create a dish as the superuser; fails the test when that fails. */
  readonly dish: (...parts: Parts) => Promise<Reply['json']>
  /** Ask for a file. */
  readonly get: (
    path: string,
    headers?: Readonly<Record<string, string>>,
    method?: string,
  ) => Promise<Response>
  /** The files in the data directory, as `<collection>/<record>/<name>`, without side-cars. */
  readonly stored: () => string[]
}

export const png: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A file of a form. */
export function file(name: string, content: string | Buffer = png, type = 'text/evil'): File {
  return new File([typeof content === 'string' ? content : new Uint8Array(content)], name, { type })
}

export async function fileApp(options: Partial<AppOptions> = {}): Promise<FileApp> {
  const app = await testApp(options)
  const { id } = await app.collection(dishes)
  const form: FileApp['form'] = async (method, path, parts, token) => {
    const body = new FormData()
    for (const [name, value] of parts) {
      if (typeof value === 'string') body.append(name, value)
      else body.append(name, value)
    }
    const headers = token === undefined ? {} : { authorization: token }
    const response = await app.app.fetch(new Request(`http://dapur.test${path}`, { method, body, headers }))
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: JSON.parse(text || 'null') }
  }
  return {
    ...app,
    id,
    form,
    async dish(...parts) {
      const { status, json, text } = await form(
        'POST',
        '/api/collections/dishes/records',
        parts,
        app.superuser,
      )
      if (status !== 200) throw new Error(`expected 200, got ${status}: ${text}`)
      return json
    },
    get: async (path, headers = {}, method = 'GET') =>
      app.app.fetch(new Request(`http://dapur.test${path}`, { method, headers })),
    stored: () => filesIn(join(app.dir, 'storage')),
  }
}

const dishes = {
  name: 'dishes',
  type: 'base',
  listRule: '',
  viewRule: '@request.auth.id != ""',
  createRule: 'name != "forbidden"',
  updateRule: '',
  deleteRule: '',
  fields: [
    { name: 'name', type: 'text', max: 20 },
    { name: 'photo', type: 'file', maxSelect: 1, maxSize: 1000, thumbs: ['20x10', '0x30'] },
    { name: 'photos', type: 'file', maxSelect: 5, mimeTypes: ['image/png', 'text/plain', 'text/csv'] },
    { name: 'menu', type: 'file', maxSelect: 1, protected: true },
  ],
}

/** All files under a folder, sorted, without side-cars. */
export function filesIn(folder: string, prefix = ''): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = prefix + entry.name
      if (entry.isDirectory()) return filesIn(join(folder, entry.name), `${path}/`)
      return entry.name.endsWith('.attrs') ? [] : [path]
    })
    .toSorted()
}
