// What `node scripts/run.mjs TASK` can run, each as the arguments of the pinned Node.
import { join } from 'node:path'
import { root } from './root.mjs'
import { serverFlags } from './server-flags.mjs'

/** @typedef {{ argv: string[], cwd: string, env?: Record<string, string> }} Task `env` is what the environment does not say */

/**
 * Runs one of our TypeScript files unbuilt. It keeps the caller's folder, because the server looks
 * for its data and its hono.config.ts there.
 * @param {string} file from the root of the repository
 * @param {{ flags?: string[], args?: string[] }} [options]
 * @returns {Task}
 */
function source(file, { flags = [], args = [] } = {}) {
  return { argv: ['--conditions=source', ...flags, join(root, file), ...args], cwd: process.cwd() }
}

/**
 * Runs a tool of the repository, always in its root.
 * @param {string} file from the root of the repository
 * @param {string[]} args
 * @returns {Task}
 */
function tool(file, ...args) {
  return { argv: [join(root, file), ...args], cwd: root }
}

/** @type {Record<string, Task>} */
export const tasks = {
  start: source('server/main.ts', { flags: serverFlags, args: ['serve'] }),
  dev: {
    ...source('server/main.ts', { flags: [...serverFlags, '--watch'], args: ['serve'] }),
    env: { DAPUR_TYPES: 'dapur.d.ts' },
  },
  dapur: source('server/main.ts', { flags: serverFlags }),
  atlas: source('examples/atlas/seed.ts'),
  warung: source('examples/warung/start.ts'),
  bench: source('bench/run.ts'),
  faults: source('tests/faults/run.ts'),
  build: tool('scripts/build.mjs'),
  test: tool('scripts/check.mjs'),
  typecheck: tool('scripts/typecheck.mjs'),
  lint: tool('node_modules/oxlint/bin/oxlint'),
  format: tool('node_modules/oxfmt/bin/oxfmt'),
}

/**
 * Does this task serve the admin UI, so that it has to be built first?
 * @param {string} name
 * @param {string[]} args
 * @returns {boolean}
 */
export function needsAdminUi(name, args) {
  return ['start', 'dev', 'warung'].includes(name) || (name === 'dapur' && args[0] === 'serve')
}
