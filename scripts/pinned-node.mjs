import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The Node that the lock pins, or the running one where there is no binary for this platform.
 * It never falls back to an older Node: better-sqlite3 13 does not fail below Node-API 10, it
 * ends the process with a segmentation fault and no message.
 *
 * @param {string} root the repository
 * @returns {string | undefined} an executable
 */
export function pinnedNode(root) {
  const isWindows = process.platform === 'win32'
  const folder = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  const file = join(root, 'node_modules', folder, 'bin', isWindows ? 'node.exe' : 'node')
  if (existsSync(file)) return file
  const isNewEnough = Number(process.versions.napi) >= 10 && Number.parseInt(process.versions.node, 10) >= 24
  return isNewEnough ? process.execPath : undefined
}
