// The one entry of every npm script, and the way in without npm: `node scripts/run.mjs TASK [ARGS]`.
// It must run on any Node >= 20 before anything is installed, so it and what it imports have no
// dependencies. It installs when node_modules does not match the lock, then runs the task on the
// Node that the lock pins.
import { join } from 'node:path'
import { buildAdminUi } from './admin-ui.mjs'
import { ensureInstalled } from './install.mjs'
import { pinnedNode } from './pinned-node.mjs'
import { root } from './root.mjs'
import { runChild, stopWithParent } from './run-child.mjs'
import { needsAdminUi, tasks } from './tasks.mjs'

const [name = 'start', ...args] = process.argv.slice(2)
try {
  process.exitCode = await runTask()
} catch (error) {
  console.error(error instanceof Error ? [error.message, error.cause].filter(Boolean).join('\n') : error)
  process.exitCode = 1
}

async function runTask() {
  const task = tasks[name]
  if (!task) {
    console.error(`There is no task "${name}". The tasks are: ${Object.keys(tasks).join(', ')}.`)
    return 2
  }
  ensureInstalled(root)
  const node = pinnedNode(root)
  if (!node)
    throw new Error(`No Node can be installed for ${process.platform}-${process.arch}: use Node >= 24.`)
  if (needsAdminUi(name, args)) buildAdminUi(root, node)

  // `kill <npm>` ends npm and its `sh -c`, but not what they started.
  if (process.env.npm_lifecycle_event) stopWithParent()
  // Threads and children are kept from compiling everything anew, too: a third less work for `npm test`.
  const usual = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/dapur'), ...task.env }
  const env = Object.fromEntries(Object.entries(usual).filter(([name]) => process.env[name] === undefined))
  return runChild(node, [...task.argv, ...args], { cwd: task.cwd, env })
}
