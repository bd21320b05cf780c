import { existsSync } from 'node:fs'
import { examine } from '../../storage/examine.ts'
import { type Check, failed, type Finding, type Patient } from './check.ts'
import { databaseChecks } from './check-database.ts'
import { houseChecks } from './check-house.ts'
import { machineChecks } from './check-machine.ts'

/** A finding with the check that made it. */
export interface Diagnosis extends Finding {
  readonly id: string
}

/**
 * Look at a data directory from all sides. Nothing is changed, and a server may run meanwhile. What cannot be looked
 * at, because what it stands on has failed, is left out.
 *
 * @example for await (const { id, state, what } of diagnose(options)) console.log(id, state, what)
 */
export async function* diagnose(
  options: Pick<Patient, 'dir' | 'now' | 'migrations' | 'house'>,
): AsyncGenerator<Diagnosis> {
  if (!existsSync(options.dir)) {
    yield {
      id: 'directory',
      ...failed(`There is no directory ${options.dir}.`, 'Choose another one with --dir.'),
    }
    return
  }
  const opened = openFiles(options.dir)
  if (opened instanceof Error) {
    yield { id: 'sqlite', ...failed(`The database cannot be opened: ${opened.message}`, 'Restore a backup.') }
    return
  }
  try {
    const patient: Patient = { ...options, ...opened }
    let isOpenable = opened.data !== undefined
    for (const check of [...machineChecks, ...databaseChecks]) {
      const finding = await run(check, patient)
      if (finding.state !== 'ok' && makesOpeningUnwise.has(check.id)) isOpenable = false
      yield { id: check.id, ...finding }
    }
    if (isOpenable) for (const check of houseChecks) yield { id: check.id, ...(await run(check, patient)) }
  } finally {
    opened.data?.close()
    opened.auxiliary?.close()
  }
}

/** Opening a house brings its tables up to date, and nothing is built on damaged ones. */
const makesOpeningUnwise: ReadonlySet<string> = new Set(['integrity', 'migrations'])

function openFiles(dir: string): Pick<Patient, 'data' | 'auxiliary'> | Error {
  try {
    return { data: examine(dir, 'data.db'), auxiliary: examine(dir, 'auxiliary.db') }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error), { cause: error })
  }
}

async function run(check: Check, patient: Patient): Promise<Finding> {
  try {
    return await check.examine(patient)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failed(`This could not be looked at: ${why}`, 'Mend what it says, and ask again.')
  }
}
