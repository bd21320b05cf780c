import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { pinnedNode } from './pinned-node.mjs'
import { isUpToDate } from './up-to-date.mjs'

/**
 * Makes node_modules match package-lock.json, by `npm ci`, when it does not. Two starts at once
 * make one installation. Throws when npm fails.
 *
 * @param {string} root the repository
 */
export function ensureInstalled(root) {
  if (isInstalled(root)) return
  withLock(join(root, '.setup.lock'), () => {
    if (!isInstalled(root)) install(root)
  })
}

/** @param {string} root */
function isInstalled(root) {
  const wanted = readJson(join(root, 'package-lock.json'))
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  return isUpToDate(wanted, installed) && pinnedNode(root) !== undefined
}

/** @param {string} root */
function install(root) {
  console.error('Installing dependencies (the first run, or package-lock.json changed) …')
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  // Standard output belongs to the task: npm's goes to standard error.
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const npm = process.env.npm_execpath
  // npm must not run on the Node that it is about to replace.
  const node = process.env.npm_node_execpath ?? process.execPath
  const done = npm?.endsWith('npm-cli.js')
    ? spawnSync(node, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (done.status === 0) return
  throw new Error('npm ci failed; node_modules does not match package-lock.json.', { cause: done.error })
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Missing or half written: both mean that there is something to install.
    return undefined
  }
}
