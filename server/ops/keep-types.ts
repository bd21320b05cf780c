import type { Log } from '../base/log.ts'
import type { LiveCatalog } from '../collections/catalog.ts'
import { typesOf } from './types.ts'
import { writeIfOther } from './write-if-other.ts'

/**
 * Keep a file of types as the collections are: now, and after each change of them. A file that cannot be written is
 * told in the log, and stops nothing.
 *
 * @example keepTypes({ catalog: house.catalog, log: house.log }, './dapur.d.ts')
 */
export function keepTypes({ catalog, log }: { catalog: LiveCatalog; log: Log }, path: string): void {
  const write = (): void => {
    try {
      if (writeIfOther(path, typesOf(catalog.current.all))) log.info({ path }, 'types were written')
    } catch (error) {
      log.error({ err: error, path }, 'types could not be written')
    }
  }
  write()
  let isPlanned = false
  catalog.onChange.add(() => {
    if (isPlanned) return
    isPlanned = true
    // After the turn of the COMMIT: whoever waits for its answer does not wait for a file.
    setImmediate(() => {
      isPlanned = false
      write()
    })
  })
}
