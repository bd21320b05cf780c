/** Where the code of our threads and child processes lies: TypeScript from source, JavaScript once built. */
import { extname } from 'node:path'

const suffix = extname(new URL(import.meta.url).pathname)

/**
 * The URL of an entry file of this room.
 *
 * @example new Worker(entryUrl('alter-worker'), { execArgv: entryArguments })
 */
export function entryUrl(name: string): URL {
  return new URL(`./${name}${suffix}`, import.meta.url)
}

/** What Node needs to run an entry: unbuilt, workspaces are found by their `source` condition. */
export const entryArguments: string[] = suffix === '.ts' ? ['--conditions=source'] : []
