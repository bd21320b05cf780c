import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Bundles what is exported, as an app's own bundler would; from here, where the bundler of the admin UI is found. */
const script = `
  import { build } from 'vite'
  const entry = ${JSON.stringify(join(root, 'sdk/src/index.ts'))}
  const built = await build({
    configFile: false, logLevel: 'silent', root: ${JSON.stringify(join(root, 'sdk'))},
    build: { write: false, minify: true, target: 'es2022', lib: { entry, formats: ['es'] } },
  })
  process.stdout.write([built].flat().flatMap(({ output }) => output.map(({ code }) => code ?? '')).join(''))
`

/** The SDK as one file that a browser loads. */
export function bundle(): string {
  const args = ['--input-type=module', '-e', script]
  return execFileSync(process.execPath, args, { cwd: join(root, 'admin-ui'), encoding: 'utf8' })
}
