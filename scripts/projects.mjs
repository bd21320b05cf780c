import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/** The TypeScript projects of the repository: the folders that have a tsconfig.json of their own. */
export const projects = ['.', 'sdk', 'scripts', 'admin-ui', 'examples/warung/app'].filter((folder) =>
  existsSync(join(root, folder, 'tsconfig.json')),
)
