import type { Stats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { codeOf, isMissing } from '../files/disk-error.ts'

/** Something in the public folder. */
export interface PublicFile {
  /** Without symbolic links, so that what is opened is what was looked at. */
  readonly place: string
  readonly stats: Stats
}

/**
 * The names on the way to a file, from the path of an address; undefined for a path that could lead elsewhere: one
 * with an empty part, `.` or `..`, a slash or a backslash that was written in code, a NUL, or a hidden name other than
 * `.well-known`.
 *
 * @param path begins with `/`; what it has left of percent codes is decoded here, once
 * @example publicNames('/css/site.css') // ['css', 'site.css']
 */
export function publicNames(path: string): readonly string[] | undefined {
  const names = path.split('/').slice(1).map(decode)
  if (names.at(-1) === '') names.pop()
  return names.every((name, at) => isPlain(name, at)) ? names.filter((name) => name !== undefined) : undefined
}

/**
 * What lies at these names under a folder; undefined for nothing, and for what a symbolic link has outside of it.
 *
 * Errors: plain ones of the file system.
 */
export async function findPublicFile(
  root: string,
  names: readonly string[],
): Promise<PublicFile | undefined> {
  try {
    const [base, place] = await Promise.all([realpath(root), realpath(join(root, ...names))])
    if (place !== base && !place.startsWith(base + sep)) return undefined
    return { place, stats: await stat(place) }
  } catch (error) {
    if (isMissing(error) || isUnusable(error)) return undefined
    throw error
  }
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    // No name of a file is written like this.
    return undefined
  }
}

function isPlain(name: string | undefined, at: number): boolean {
  if (name === undefined || name === '' || /[/\\\0]/.test(name)) return false
  return !name.startsWith('.') || (at === 0 && name === '.well-known')
}

/** Circles of links, and what the process may not read. */
function isUnusable(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'ELOOP' || code === 'EACCES'
}
