import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/** The TypeScript projects of the repository: the folders that have a tsconfig.json of their own. */
export const projects = ['.', 'sdk', 'scripts', 'admin-ui', 'examples/warung/app'].filter((folder) =>
  existsSync(join(root, folder, 'tsconfig.json')),
)

/**
 * What tsc is told to check a project. What it learns is kept beside the packages, so that the next time it looks only at
 * what has changed and at what depends on that.
 *
 * @param {string} project one of `projects`
 * @returns {string[]}
 */
export function checkArgs(project) {
  const known = join(root, 'node_modules/.cache/types', `${project === '.' ? 'root' : project}.tsbuildinfo`)
  return ['--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', known]
}
