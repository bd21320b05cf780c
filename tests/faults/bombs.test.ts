import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { otherBombs } from './bombs/other-bombs.ts'
import { pngBombs } from './bombs/png-bombs.ts'
import { runBombs } from './bombs-loop.ts'

/** Other tests run beside this one: only a loop that stands still is a find here, the loop itself asks for 100 ms. */
const STOOD_STILL_MS = 1500

/*
 * The short form of `npm run faults -- --only bombs`: every tenth of those that are quickly made.
 */
test.skipIf(process.platform !== 'linux')(
  'F3 bombs leave a server alive, quick and small, and are sent as they are',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'dapur-bombs-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    const all = [...(await pngBombs()), ...otherBombs()]
    const bombs = all.filter(({ title }, place) => place % 10 === 0 || title.includes('7000x7000 4'))
    const { faults } = await runBombs({
      dir,
      bombs,
      sizes: ['100x100'],
      aloneMs: 500,
      mostP99Ms: STOOD_STILL_MS,
    })
    expect(faults).toEqual([])
  },
  60_000,
)
