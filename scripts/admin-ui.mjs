import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withLock } from './lock.mjs'
import { precompress } from './precompress.mjs'
import { sourceHash } from './source-hash.mjs'

const SOURCES = [
  'admin-ui/src',
  'admin-ui/public',
  'admin-ui/index.html',
  'admin-ui/vite.config.ts',
  'admin-ui/package.json',
  'sdk/src',
  'package-lock.json',
  'scripts/precompress.mjs',
]

/**
 * Builds the admin UI when its sources are not those of the last build. Throws when the build
 * fails. Needs installed dependencies.
 *
 * @param {string} root the repository
 * @param {string} node the executable to build with
 */
export function buildAdminUi(root, node) {
  if (!existsSync(join(root, 'admin-ui/index.html'))) {
    console.error('The admin UI has no index.html yet: not built.')
    return
  }
  if (isBuilt(root)) return
  withLock(join(root, '.setup.lock'), () => {
    if (!isBuilt(root)) build(root, node)
  })
}

/** @param {string} root */
const hashFile = (root) => join(root, 'admin-ui/dist/.hash')

/** @param {string} root */
function isBuilt(root) {
  const file = hashFile(root)
  return existsSync(file) && readFileSync(file, 'utf8') === sourceHash(root, SOURCES)
}

/**
 * @param {string} root
 * @param {string} node
 */
function build(root, node) {
  console.error('Building the admin UI (its sources changed) …')
  // Taken before the build: an edit made while it runs must make the next start build again.
  const hash = sourceHash(root, SOURCES)
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const done = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'admin-ui'),
    stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0) throw new Error('The build of the admin UI failed.', { cause: done.error })
  precompress(join(root, 'admin-ui/dist'))
  mkdirSync(dirname(hashFile(root)), { recursive: true })
  writeFileSync(hashFile(root), hash)
}
