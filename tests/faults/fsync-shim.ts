import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Compiles `fsync-shim.c`, or another shim that lies beside it, into a folder.
 *
 * Errors: an Error with what the compiler says.
 *
 * @returns the path of the library, or undefined where there is no gcc or no Linux
 */
export function buildFsyncShim(folder: string, name: string = 'fsync-shim'): string | undefined {
  if (process.platform !== 'linux' || spawnSync('gcc', ['--version']).status !== 0) return undefined
  const library = join(folder, `${name}.so`)
  const source = join(import.meta.dirname, `${name}.c`)
  const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror']
  const { status, stderr } = spawnSync('gcc', [...flags, '-o', library, source, '-ldl', '-lpthread'])
  if (status !== 0) throw new Error(`${name}.c does not compile:\n${String(stderr)}`)
  return library
}
