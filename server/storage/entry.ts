/** Where the code of our threads and child processes lies: TypeScript from source, JavaScript once built. */
import { extname } from 'node:path'

const suffix = extname(new URL(import.meta.url).pathname)

/**
 * The URL of an entry file: of this room, or of the folder of `from`.
 *
 * @example new Worker(entryUrl('alter-worker'), { execArgv: entryArguments })
 * @example fork(entryUrl('backup-child', import.meta.url))
 */
export function entryUrl(name: string, from: string = import.meta.url): URL {
  return new URL(`./${name}${suffix}`, from)
}

/** What Node needs to run an entry: unbuilt, workspaces are found by their `source` condition. */
export const entryArguments: string[] = suffix === '.ts' ? ['--conditions=source'] : []
