import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { allBombs } from './bombs/all-bombs.ts'
import { type BombsOptions, type BombsResult, runBombs } from './bombs-loop.ts'

const SIZES = ['100x100', '0x200f', '300x300t', '0x2000']
const MIB = 1024 * 1024
const ALONE_MS = 3000

/**
 * Sends every bomb at once and asks for thumbnails of all of them; answers whether all is as it has to be, and the
 * controls are found.
 *
 * @example await runAllBombs()
 */
export async function runAllBombs(): Promise<boolean> {
  const bombs = await allBombs()
  // Of all the others nothing is left when images are believed: a few show it.
  const largest = bombs.filter(({ title }) => /^(?:PNG 7000x7000 4|JPEG of 7000x7000 black)/.test(title))
  const isWell = await runOne(`${bombs.length} bombs`, { bombs, sizes: SIZES })
  const isMemoryFound = await runOne(
    'bombs, control: images are believed',
    { bombs: largest, sizes: SIZES, plant: new URL('./bombs/plant-believing.ts', import.meta.url) },
    'grew by',
  )
  const isTimeFound = await runOne(
    'bombs, control: the loop stands still',
    {
      bombs: bombs.slice(0, 20),
      sizes: ['100x100'],
      plant: new URL('./bombs/plant-standing.ts', import.meta.url),
    },
    'health took',
  )
  return isWell && isMemoryFound && isTimeFound
}

/** @param wanted what a control has to find */
async function runOne(
  name: string,
  options: Omit<BombsOptions, 'dir' | 'aloneMs'>,
  wanted?: string,
): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), 'dapur-bombs-'))
  try {
    const result = await runBombs({ ...options, dir, aloneMs: ALONE_MS })
    const isGood =
      wanted === undefined
        ? result.faults.length === 0
        : result.faults.some((fault) => fault.includes(wanted))
    console.log(styleText(isGood ? 'green' : 'red', `${name}: ${describe(result)}`))
    if (!isGood) for (const fault of result.faults.slice(0, 20)) console.log(`  ${fault}`)
    return isGood
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function describe({ made, ms, grown, p99, aloneP99, slowest, faults }: BombsResult): string {
  return (
    `${made} thumbnails in ${(ms / 1000).toFixed(0)} s, ${(grown / MIB).toFixed(0)} MiB more memory, health ` +
    `${p99.toFixed(0)} ms at p99 (${aloneP99.toFixed(0)} before, at most ${slowest.toFixed(0)}): ${faults.length} faults`
  )
}
