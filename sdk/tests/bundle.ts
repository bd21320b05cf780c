import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Bundles as an app's own bundler would; from here, where the bundler of the admin UI is found. */
const script = `
  import { build, defaultClientConditions } from 'vite'
  const { code, external, root, codeSplitting } = JSON.parse(process.argv[1])
  const name = 'entry-of-a-test'
  const entry = {
    name,
    resolveId: (id) => (id.endsWith(name) ? name : null),
    load: (id) => (id === name ? code : null),
  }
  const built = await build({
    configFile: false, logLevel: 'silent', root, plugins: [entry],
    // The SDK as it is written, whether or not somebody has built it.
    resolve: { conditions: ['source', ...defaultClientConditions] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false, minify: true, target: 'es2022', lib: { entry: name, formats: ['es'], fileName: 'sdk' },
      rolldownOptions: { external, output: { codeSplitting } },
    },
  })
  const files = [built].flat().flatMap(({ output }) => output)
  process.stdout.write(JSON.stringify(files.map(({ isEntry, fileName, code }) => ({ isEntry, fileName, code }))))
`

interface Bundled {
  /** Is it loaded at once? */
  readonly isEntry: boolean
  readonly fileName: string
  readonly code: string
}

interface Wish {
  /** What an app brings along. */
  readonly external?: readonly string[]
  /** One file, with what is else loaded only when it is needed. */
  readonly codeSplitting?: boolean
}

/** Code that exports all of a part of the SDK. */
export function all(part = 'index.ts'): string {
  return `export * from ${JSON.stringify(join(root, 'sdk/src', part))}`
}

/** The files that a bundler makes of code that uses the SDK. */
export function bundle(code: string, { external = [], codeSplitting = true }: Wish = {}): Bundled[] {
  const input = JSON.stringify({ code, external, codeSplitting, root: join(root, 'sdk') })
  const args = ['--input-type=module', '-e', script, input]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: join(root, 'admin-ui'), encoding: 'utf8' }))
}

/** Code that uses the SDK as one file, as a browser loads it. */
export function oneFile(code: string = all()): string {
  return bundle(code, { codeSplitting: false })
    .map((file) => file.code)
    .join('')
}
