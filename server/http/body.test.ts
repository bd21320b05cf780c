import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, expect, test } from 'vitest'
import { ApiError } from '../base/error.ts'
import { openLog } from '../base/log.ts'
import { readTexts, withBody } from './body.ts'
import type { HttpApp } from './respond.ts'

const disk = mkdtempSync(join(tmpdir(), 'dapur-disk-'))
const whyNot = mountDisk()
if (whyNot) console.warn(`the test of a full disk is skipped: no small disk could be mounted (${whyNot})`)
afterAll(() => {
  if (!whyNot) execFileSync('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true, force: true })
})

/** A disk of 1 MB; answers why there is none. */
function mountDisk(): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const app: HttpApp = new Hono()
app.post('/texts', async (exchange) => Response.json(await readTexts(exchange)))
app.post('/plain', async (exchange) => withBody(exchange, {}, async (body) => Response.json(body)))
app.post('/disk', async (exchange) =>
  withBody(exchange, { house: { tmp: disk, log: openLog('silent') } }, async ({ files }) =>
    Response.json(files.length),
  ),
)
app.onError((error) => {
  if (error instanceof ApiError) return new Response(error.code, { status: error.status })
  throw error
})

const post = async (path: string, body: FormData | URLSearchParams): Promise<Response> =>
  app.request(new Request(`http://dapur.test${path}`, { method: 'POST', body }))

test('data §1.6 credentials of a form stay texts, whatever they look like', async () => {
  const urlencoded = new URLSearchParams({ identity: 'true', password: '12345678' })
  const multipart = new FormData()
  for (const [key, text] of urlencoded) multipart.append(key, text)
  for (const body of [urlencoded, multipart])
    expect(await (await post('/texts', body)).json()).toEqual({ identity: 'true', password: '12345678' })
})

test('data §1.6 without a folder the files of a form are read past', async () => {
  const form = new FormData()
  form.append('photo', new File([new Uint8Array(400_000)], 'photo.png'))
  form.append('price', '5')
  expect(await (await post('/plain', form)).json()).toEqual({ values: { price: 5 }, files: [] })
})

test.skipIf(whyNot)(
  'data §1.6 a file that the disk has no room for is 507, and what was written is gone',
  async () => {
    const form = new FormData()
    form.append('small', new File(['x'], 'small'))
    form.append('large', new File([new Uint8Array(3_000_000)], 'large'))
    const reply = await post('/disk', form)
    expect([reply.status, await reply.text()]).toEqual([507, 'storage_full'])
    expect(readdirSync(disk)).toEqual([])
  },
)
