// `npm run typecheck`: every project, all of them even when one is red.
import { join } from 'node:path'
import { checkArgs, projects } from './projects.mjs'
import { root } from './root.mjs'
import { runChild } from './run-child.mjs'

const tsc = join(root, 'node_modules/typescript/bin/tsc')
for (const project of projects) {
  const code = await runChild(process.execPath, [tsc, ...checkArgs(project), ...process.argv.slice(2)], {
    cwd: root,
  })
  if (code !== 0) process.exitCode = code
}
