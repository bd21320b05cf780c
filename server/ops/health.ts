import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { House } from '../records/house.ts'
import { freeBallast, hasBallast, refillBallast } from '../storage/ballast.ts'
import type { StorageOptions } from '../storage/dialect.ts'

/** What is wrong, from the worst on. */
export type Ailment = 'database' | 'disk'

/** How the house is, and what an operator can do about it. */
export interface Health {
  /** Empty while all is well. */
  readonly ailments: readonly Ailment[]
  /** Bytes that are free on the disk of the data, as of a few seconds ago; undefined before they were asked for. */
  readonly freeBytes: number | undefined
  readonly hasBallast: boolean
  /** What an acknowledged write survives. */
  readonly durability: StorageOptions['durability']
  /** Give the room of the ballast back; answers how many bytes, when writes have been tried again. */
  freeBallast(): Promise<number>
  /** Watch the disk. */
  start(): void
  close(): Promise<void>
}

/** What health is asked of. */
export interface HealthHouse extends Pick<House, 'storage' | 'log'> {
  /** The data directory. */
  readonly dir: string
  readonly durability: StorageOptions['durability']
}

/** Less than this is called full before a write says so. */
const LEAST_FREE = 1024 * 1024
/** While something is wrong we look every second, so that nobody waits for long once there is room. */
const LOOK_MS = 1000
/** Else every so many of them. */
const CALM = 10

/**
 * Watch over the disk of a house: say when it is full, find out when there is room again, and put the ballast back
 * in when there is enough (`reliability.md` §2.3).
 *
 * @example const health = openHealth(house); health.start(); health.ailments // []
 */
export function openHealth(house: HealthHouse): Health {
  return new DiskWatch(house)
}

class DiskWatch implements Health {
  readonly #house: HealthHouse
  #freeBytes: number | undefined
  #timer: NodeJS.Timeout | undefined
  #looks = 0
  #looking: Promise<void> | undefined
  #wasWell = true

  constructor(house: HealthHouse) {
    this.#house = house
  }

  get ailments(): readonly Ailment[] {
    const { isBroken, isFull } = this.#house.storage.condition
    const isTight = this.#freeBytes !== undefined && this.#freeBytes < LEAST_FREE
    if (!isBroken && !isFull && !isTight) return well
    return [...(isBroken ? (['database'] as const) : []), ...(isFull || isTight ? (['disk'] as const) : [])]
  }

  get freeBytes(): number | undefined {
    return this.#freeBytes
  }

  get hasBallast(): boolean {
    return hasBallast(this.#house.dir)
  }

  get durability(): StorageOptions['durability'] {
    return this.#house.durability
  }

  async freeBallast(): Promise<number> {
    const bytes = freeBallast(this.#house.dir)
    // Not one that began before there was room.
    await this.#looking
    await this.#look()
    return bytes
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#looks++
      if (this.ailments.length === 0 && this.#looks % CALM !== 1) return
      void this.#look()
    }, LOOK_MS).unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  #look(): Promise<void> {
    return (this.#looking ??= this.#examine().finally(() => (this.#looking = undefined)))
  }

  async #examine(): Promise<void> {
    const { storage, log, dir } = this.#house
    try {
      const { bavail, bsize } = await statfs(dir)
      this.#freeBytes = bavail * bsize
      if (storage.condition.isFull) await storage.probe()
      if (this.ailments.length === 0 && isTaken(dir)) await refillBallast(dir)
    } catch (error) {
      // A write that finds no room has told `condition`, which is all that was to be found out.
      if (storage.sql.readError(error)?.kind !== 'full' && !storage.condition.isFull)
        log.error({ err: error }, 'the disk of the data could not be examined')
    }
    this.#tell()
  }

  #tell(): void {
    const isWell = this.ailments.length === 0
    if (isWell === this.#wasWell) return
    this.#wasWell = isWell
    const { log, dir } = this.#house
    const details = { dir, ailments: this.ailments, freeBytes: this.#freeBytes }
    if (isWell) log.warn(details, 'the disk of the data has room again: writes go on')
    else log.error(details, 'the disk of the data fails writes: see docs/operations.md, "Disk full"')
  }
}

/** Only a directory that a server has taken has a ballast; not one that is opened for a moment. */
function isTaken(dir: string): boolean {
  return existsSync(join(dir, '.lock'))
}

const well: readonly Ailment[] = []
