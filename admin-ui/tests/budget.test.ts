import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { dist } from './kitchen.ts'

/** What may be loaded before the first page is drawn. */
const SHELL_BYTES = 250 * 1024

test('the scripts of the shell fit into their budget', () => {
  const scripts = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'))
  const sizes = scripts.map((name) => gzipSync(readFileSync(join(dist, 'assets', name))).length)
  expect(scripts).not.toEqual([])
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(SHELL_BYTES)
})

test('the page has only scripts and styles that are files of its own', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const scripts = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)]
  expect(scripts).not.toEqual([])
  for (const [, attributes = '', content = ''] of scripts) {
    expect(attributes).toMatch(/src="\/_\//)
    expect(content.trim()).toBe('')
  }
  expect(html).not.toMatch(/<style|\son\w+=|https?:\/\//)
})
