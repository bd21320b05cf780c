// `npm run build`: what is published. The SDK first, because the server's declarations name its types.
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildAdminUi } from './admin-ui.mjs'
import { root } from './root.mjs'
import { runChild } from './run-child.mjs'

const tsc = join(root, 'node_modules/typescript/bin/tsc')

for (const project of ['sdk', '.']) {
  rmSync(join(root, project, 'dist'), { recursive: true, force: true })
  const config = join(project, 'tsconfig.build.json')
  const code = await runChild(process.execPath, [tsc, '-p', config], { cwd: root })
  if (code !== 0) process.exit(code)
}

buildAdminUi(root, process.execPath)
// The server finds the UI at the same place relative to itself, built or not.
const built = join(root, 'admin-ui/dist')
if (existsSync(built)) cpSync(built, join(root, 'dist/admin-ui/dist'), { recursive: true })
