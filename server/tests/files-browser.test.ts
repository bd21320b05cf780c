import type { BrowserContext, Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../cli/listen.ts'
import { file, fileApp } from './file-app.ts'
import { noBrowser, openContext } from './open-context.ts'

const evil = `localStorage.setItem('mark', '1'); document.cookie = 'mark=1'`
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${evil}"><script>${evil}</script></svg>`
const xhtml = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>${evil}</script></html>`

const contents: readonly (readonly [string, string])[] = [
  ['a.html', `<!doctype html><script>${evil}</script>`],
  ['b.svg', svg],
  ['c.png', svg],
  ['d.xhtml', xhtml],
  ['e.txt', `<html><script>${evil}</script>`],
  ['f.gif', `GIF89a/*\0*/=1;</script><script>${evil}</script>`],
  ['g.js', evil],
]

// Without a browser there is nothing to be learned here: see `scripts/chromium.mjs`.
test.skipIf(noBrowser)(
  'F2 in a browser no file runs a script of our origin',
  async () => {
    const { app, dish } = await fileApp()
    const server = await listen(app, { host: '127.0.0.1', port: 0 })
    onTestFinished(() => server.close())
    const context = await openContext()
    for (const [name, content] of contents) {
      const { id, photo } = await dish(['photo', file(name, content)])
      const path = `/api/files/dishes/${id}/${photo}`
      await open(context, server.address + path)
      await show(context, server.address, path)
      expect([name, await marks(context, server.address)]).toEqual([name, [null, '']])
    }
    // The look itself can go red: the same page without our headers runs its script.
    const page = contents[0]?.[1] ?? ''
    await context.route('**/naked', (route) => route.fulfill({ contentType: 'text/html', body: page }))
    await open(context, `${server.address}/naked`)
    expect(await marks(context, server.address)).toEqual(['1', 'mark=1'])
  },
  60_000,
)

/** As a page of its own: a download ends the navigation, which is as good. */
async function open(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(url).catch((error: Error) => {
    if (!/download|ERR_ABORTED/i.test(error.message)) throw error
  })
  await page.waitForTimeout(50)
  await page.close()
}

/** In the frames of a page of ours. */
async function show(context: BrowserContext, origin: string, path: string): Promise<void> {
  const tags = ['iframe src', 'embed src', 'object data', 'img src'].map((tag) => `<${tag}="${path}">`)
  const page = await ours(context, origin, tags.join(''))
  await page.waitForTimeout(150)
  await page.close()
}

async function marks(context: BrowserContext, origin: string): Promise<unknown> {
  const page = await ours(context, origin, '')
  const found: unknown = await page.evaluate('[localStorage.getItem("mark"), document.cookie]')
  await page.close()
  return found
}

/** A page of the same origin. */
async function ours(context: BrowserContext, origin: string, body: string): Promise<Page> {
  const page = await context.newPage()
  await page.route('**/ours', (route) => route.fulfill({ contentType: 'text/html', body: `<body>${body}` }))
  await page.goto(`${origin}/ours`)
  return page
}
