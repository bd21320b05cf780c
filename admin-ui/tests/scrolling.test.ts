import type { Client } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'

const COUNT = 100_000
/** How long it is scrolled, and how far at each frame, in pixels: twelve thousand a second, which nobody reads. */
const FRAMES = 80
const STEP = 200
/**
 * Milliseconds of a frame's 16.7 that may be the page's own: scripts, styles and layout, in time of the processor. How
 * long a frame takes to be drawn is another matter: here that is done by the processor, beside other tests.
 */
const WORK_MS = { median: 8, most: 16 }
/** Milliseconds until a hundred rows are drawn, from the first byte of the page on. */
const FIRST_PAINT_MS = 1000

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })

beforeAll(async () => {
  if (noBrowser) return
  await seed(await kitchen.signedIn())
}, 180_000)

/** What the page works at each frame while the grid is scrolled, in milliseconds, sorted. */
async function workOfFrames(page: Page): Promise<number[]> {
  const line = await page.context().newCDPSession(page)
  await line.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async (): Promise<number> => {
    const { metrics } = await line.send('Performance.getMetrics')
    const parts = metrics.filter(({ name }) => /^(?:Script|Layout|RecalcStyle)Duration$/.test(name))
    return parts.reduce((sum, { value }) => sum + value * 1000, 0)
  }
  const times: number[] = []
  for (let frame = 0; frame < FRAMES; frame++) {
    const before = await worked()
    await page.evaluate(async (step) => {
      document.querySelector('[role="grid"]')?.scrollBy(0, step)
      // The one that draws the rows, and what it leaves for after it.
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
    }, STEP)
    times.push((await worked()) - before)
  }
  return times.toSorted((one, other) => one - other)
}

const share = (sorted: readonly number[], part: number): number =>
  sorted[Math.floor(sorted.length * part)] ?? Infinity

async function openMany(): Promise<Page> {
  const { page } = await enterPage(open, kitchen, '/collections/many?sort=id')
  await page.getByText('100,000 records').waitFor()
  return page
}

test.skipIf(noBrowser)(
  'a hundred thousand rows scroll with time to spare in each frame, and the last one is reached',
  async () => {
    const page = await openMany()
    const rounds: { median: number; most: number }[] = []
    const isIn = (): boolean =>
      rounds.some(({ median, most }) => median < WORK_MS.median && most < WORK_MS.most)
    // A busy machine only ever adds to it, by caches that are not its own: one round in three has to be within.
    while (rounds.length < 3 && !isIn()) {
      const times = await workOfFrames(page)
      rounds.push({ median: share(times, 0.5), most: share(times, 0.95) })
    }
    console.log('work of a frame in milliseconds:', rounds)
    expect(isIn()).toBe(true)
    await page.getByRole('grid').focus()
    await page.keyboard.press('End')
    await page.getByText('Record 99999').waitFor()
    // Only what is in sight is there at all.
    expect(await page.getByRole('row').count()).toBeLessThan(80)

    // Work that is planted into each frame is noticed.
    await page.evaluate((ms) => {
      document.querySelector('[role="grid"]')?.scrollTo(0, 0)
      document.querySelector('[role="grid"]')?.addEventListener('scroll', () => {
        const end = performance.now() + ms
        while (performance.now() < end);
      })
    }, 2 * WORK_MS.median)
    expect(share(await workOfFrames(page), 0.5)).toBeGreaterThan(WORK_MS.median)
  },
)

/** How many frames are timed as a person sees them, and how far each scrolls, in pixels. */
const SEEN = { frames: 120, step: 400 }
/** Milliseconds that most of them stay under: drawing is done by the processor here, beside other tests. */
const SEEN_MS = 50

/** The times between frames while the grid is scrolled at each of them, `busy` milliseconds of other work along. */
function frameTimes(page: Page, busy: number): Promise<number[]> {
  return page.evaluate(
    async ({ frames, step, work }) => {
      const grid = document.querySelector('[role="grid"]')
      const times: number[] = []
      let last = performance.now()
      for (let frame = 0; frame < frames; frame++) {
        grid?.scrollBy(0, step)
        const end = performance.now() + work
        while (performance.now() < end);
        await new Promise(requestAnimationFrame)
        times.push(performance.now() - last)
        last = performance.now()
      }
      return times
    },
    { ...SEEN, work: busy },
  )
}

test.skipIf(noBrowser)('frames come in time while a hundred thousand rows are scrolled', async () => {
  const page = await openMany()
  const times = await frameTimes(page, 0)
  console.log(
    `frames: median ${share(times, 0.5).toFixed(1)} ms, nine of ten ${share(times, 0.9).toFixed(1)} ms`,
  )
  expect(share(times, 0.5)).toBeLessThan(SEEN_MS)
  // Work that is planted into each frame is noticed.
  expect(share(await frameTimes(page, SEEN_MS), 0.5)).toBeGreaterThan(SEEN_MS)
})

/** How long a page that is opened anew takes to draw a hundred rows; `delay` milliseconds are planted. */
async function firstPaint(page: Page, delay: number): Promise<number> {
  await page.route('**/api/collections/many/records?**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delay))
    await route.continue()
  })
  await page.goto('about:blank')
  await page.goto(`${kitchen.address}/_/#/collections/many?sort=id`)
  const drawn = await page.waitForFunction(
    (mark) => performance.getEntriesByName(mark)[0]?.startTime,
    'drawn',
  )
  await page.unrouteAll()
  return (await drawn.jsonValue()) ?? Infinity
}

test.skipIf(noBrowser)('a hundred rows are drawn within a second of opening the page', async () => {
  const page = await openMany()
  // So tall that they are all in sight.
  await page.setViewportSize({ width: 1280, height: 3800 })
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.querySelectorAll('[role="row"] [data-field="id"] span:not(.skeleton)').length < 100)
        requestAnimationFrame(look)
      else performance.mark('drawn')
    }
    requestAnimationFrame(look)
  })
  // A busy machine only ever adds to it: the best of three is what the page takes.
  const times = [await firstPaint(page, 0), await firstPaint(page, 0), await firstPaint(page, 0)]
  console.log(`a hundred rows after ${times.map((time) => time.toFixed(0)).join(', ')} ms`)
  expect(Math.min(...times)).toBeLessThan(FIRST_PAINT_MS)
  expect(await firstPaint(page, FIRST_PAINT_MS)).toBeGreaterThan(FIRST_PAINT_MS)
})

/** A hundred thousand records, by an import: one by one they would take minutes. */
async function seed(dapur: Client): Promise<void> {
  await dapur.collections.create({
    name: 'many',
    type: 'base',
    fields: [
      { name: 'name', type: 'text', presentable: true },
      { name: 'price', type: 'number' },
      { name: 'hot', type: 'bool' },
      { name: 'tags', type: 'select', values: ['new', 'cheap'], maxSelect: 2 },
    ],
  })
  const lines = Array.from({ length: COUNT }, (_, index) =>
    JSON.stringify({
      id: `r${String(index).padStart(14, '0')}`,
      name: `Record ${index}`,
      price: index,
      hot: index % 2 === 0,
      tags: ['new'],
    }),
  )
  const answer = await fetch(`${kitchen.address}/api/collections/many/records/import?format=ndjson`, {
    method: 'POST',
    headers: { authorization: dapur.auth.token },
    body: lines.join('\n'),
  })
  expect(await answer.json()).toMatchObject({ created: COUNT, failed: 0 })
}
