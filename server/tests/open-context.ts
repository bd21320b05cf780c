import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { onTestFinished } from 'vitest'

/** Set by `npm test` where there is no browser and none may be installed: see `scripts/chromium.mjs`. */
export const noBrowser: boolean = process.env['DAPUR_NO_BROWSER'] === '1'
if (noBrowser) console.log('DAPUR_NO_BROWSER=1: the tests that need a browser are skipped.')

/**
 * Where Debian puts its browsers. The headless shell is the same engine without a browser's windows around it, which
 * takes two fifths less of the processor.
 */
const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/**
 * For one test: a browser with nothing remembered, which is closed when the test is over. Below it is one process for
 * all tests of a worker, which starts with the first of them and ends with the worker.
 *
 * @example const page = await (await openContext()).newPage()
 */
export async function openContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const browser = await running()
  const context = await browser.newContext(options)
  // A page that stays goes on asking for figures and holding sockets, beside the next test.
  onTestFinished(() => context.close())
  return context
}

let started: Promise<Browser> | undefined

async function running(): Promise<Browser> {
  const browser = await started
  // One that a test has crashed is none for the next.
  if (browser?.isConnected()) return browser
  started = start()
  return started
}

function start(): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place))
  if (executablePath === undefined) throw new Error(`There is no browser at ${places.join(' or ')}.`)
  // Tests may run as root in a container, where Chromium's own sandbox cannot.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
