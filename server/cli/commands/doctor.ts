import { styleText } from 'node:util'
import { Command } from 'commander'
import { migrations } from '../../../migrations/index.ts'
import { openHouse } from '../../app.ts'
import { systemClock } from '../../base/clock.ts'
import { type Config, type Flags, loadConfig } from '../../config.ts'
import { type Diagnosis, diagnose } from '../../ops/doctor/doctor.ts'
import type { House } from '../../records/house.ts'
import { freeBallast } from '../../storage/ballast.ts'
import { withDataOptions } from '../options.ts'

interface DoctorFlags extends Flags {
  readonly json?: boolean
  readonly freeBallast?: boolean
}

/** `dapur doctor`: works beside a running server and without one. */
export function doctorCommand(): Command {
  return withDataOptions(new Command('doctor'))
    .description('look at a data directory from all sides, without changing anything')
    .option('--json', 'the findings as JSON on standard output')
    .option('--free-ballast', 'give back the 16 MiB that are kept for a full disk, and do nothing else')
    .addHelpText(
      'after',
      '\nWorks beside a running server. Ends with 1 when a check has failed; warnings alone end with 0.',
    )
    .action(async ({ json, freeBallast: isToFree, ...flags }: DoctorFlags) => {
      const config = await loadConfig(flags)
      process.exitCode = isToFree ? free(config) : await examine(config, json === true)
    })
}

function free({ dir }: Config): number {
  const bytes = freeBallast(dir)
  console.log(
    bytes === 0
      ? `There is no ballast in ${dir}.`
      : `Freed ${bytes.toLocaleString('en-US')} bytes (${bytes / 1024 / 1024} MiB) in ${dir}.`,
  )
  return bytes === 0 ? 1 : 0
}

async function examine(config: Config, isForPrograms: boolean): Promise<number> {
  let opening: Promise<House> | undefined
  const found: Diagnosis[] = []
  try {
    const findings = diagnose({
      dir: config.dir,
      now: systemClock.now(),
      migrations: Object.keys(migrations),
      house: () => (opening ??= openHouse({ ...config, hooks: [], logLevel: 'error' })),
    })
    for await (const finding of findings) {
      found.push(finding)
      if (!isForPrograms) console.log(lineOf(finding))
    }
  } finally {
    // One that could not be opened has told so in the checks.
    await opening?.then(
      ({ storage }) => storage.close(),
      () => undefined,
    )
  }
  const isWell = found.every(({ state }) => state !== 'failed')
  if (isForPrograms) console.log(JSON.stringify({ dir: config.dir, isWell, checks: found }, null, 2))
  return isWell ? 0 : 1
}

const marks = {
  ok: styleText('green', '✔'),
  warning: styleText('yellow', '!'),
  failed: styleText('red', '✘'),
} as const

function lineOf({ id, state, what, advice }: Diagnosis): string {
  const line = `${marks[state]} ${id.padEnd(12)} ${what}`
  return advice === undefined ? line : `${line}\n  ${' '.repeat(12)} ${styleText('dim', advice)}`
}
