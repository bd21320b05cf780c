import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One hash over the names and contents of files and whole folders. A path that does not exist
 * counts as absent, so that creating it changes the hash.
 *
 * @param {string} root
 * @param {string[]} paths from the root, with `/`
 * @returns {string} SHA-256 in hexadecimal
 * @example sourceHash('/repo', ['admin-ui/src', 'package-lock.json'])
 */
export function sourceHash(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((path) => filesUnder(root, path))) {
    const content = readFileSync(join(root, path))
    // The length keeps two files from being mistaken for one with the same bytes.
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]} in an order that does not depend on the file system
 */
function filesUnder(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [path]
  const names = readdirSync(join(root, path)).toSorted()
  return names.flatMap((name) => filesUnder(root, `${path}/${name}`))
}
