import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const app = join(import.meta.dirname, 'app')
const sources = ['app/src/**', 'app/*.*', '*.d.ts', '../../sdk/src/**']

/**
 * Builds the app of the warung, unless the last build is newer than everything it is made of.
 *
 * Errors: what Vite finds wrong, as an Error.
 *
 * @returns the folder of the site
 * @example const site = await buildApp()
 */
export async function buildApp(): Promise<string> {
  const site = join(app, 'dist')
  const built = statSync(join(site, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const isOld = globSync(sources, { cwd: import.meta.dirname }).some(
    (file) => statSync(join(import.meta.dirname, file)).mtimeMs > built,
  )
  if (isOld) await build({ root: app, logLevel: 'warn' })
  return site
}
