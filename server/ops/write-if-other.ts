import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { codeOf, isMissing } from '../files/disk-error.ts'

/**
 * Write a text to a file, all of it or nothing, and only where the file says something else: whoever watches it is not
 * woken for nothing.
 *
 * Errors: a plain Error that names the file when it cannot be written.
 *
 * @returns whether it was written
 * @example writeIfOther('dapur.d.ts', typesOf(collections))
 */
export function writeIfOther(path: string, text: string): boolean {
  if (read(path) === text) return false
  const half = `${path}.${process.pid}.half`
  try {
    writeFileSync(half, text)
    renameSync(half, path)
  } catch (error) {
    throw new Error(`${path} cannot be written (${String(codeOf(error))}).`, { cause: error })
  }
  return true
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
