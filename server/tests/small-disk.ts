import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own, small enough to be filled. */
export interface SmallDisk {
  readonly path: string
  /** Why there is none, where nothing may be mounted: then the tests that need it are skipped. */
  readonly whyNot: string | undefined
  /** Write until nothing fits any more. */
  fill(): void
  /** Give back what `fill` has taken. */
  free(): void
  remove(): void
}

/**
 * Mount a tmpfs of so many megabytes.
 *
 * @example const disk = smallDisk(64); afterAll(() => disk.remove()); test.skipIf(disk.whyNot)(…)
 */
export function smallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'dapur-disk-'))
  const whyNot = mount(path, megabytes)
  if (whyNot) console.warn(`tests of a full disk are skipped: no small disk could be mounted (${whyNot})`)
  const filler = join(path, 'filler')
  return {
    path,
    whyNot,
    fill: () => fillDisk(filler),
    free: () => rmSync(filler, { force: true }),
    remove() {
      if (!whyNot) execFileSync('umount', ['--lazy', path], { stdio: 'pipe' })
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function mount(path: string, megabytes: number): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').at(-1) || error.message : String(error)
  }
}

function fillDisk(file: string): void {
  const part = Buffer.alloc(64 * 1024, 1)
  const { bsize } = statfsSync(file.slice(0, file.lastIndexOf('/')))
  for (const size of [part.length, bsize]) {
    for (;;) {
      try {
        writeFileSync(file, part.subarray(0, size), { flag: 'a' })
      } catch {
        break
      }
    }
  }
}
