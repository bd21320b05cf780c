import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { findCircles } from './circles.ts'
import { mayImport, roomOf } from './order.ts'
import { readSource, type Import, type Source } from './source.ts'

const MAX_LINES = 300
const WIRE = '@dapur/sdk/wire'

/** A package that only one place may import, and whether tests may as well. */
const confined: readonly { name: string; home: string; inTests: boolean }[] = [
  { name: 'better-sqlite3', home: 'server/storage/', inTests: true },
  { name: 'oslo', home: 'server/base/crypto.ts', inTests: false },
  { name: 'ws', home: 'server/http/routes/realtime.ts', inTests: true },
]

/**
 * Holds a repository against its architecture.
 *
 * @param root the folder that has `server/` and `migrations/`
 * @returns one sentence for each fault, in the order of the files; empty when all is well
 * @throws Error when a file cannot be parsed
 * @example checkFloors('/repo') // ['records/list.ts must not import auth/sign-in.ts']
 */
export function checkFloors(root: string): string[] {
  const paths = filesUnder(root, '')
  const sources = new Map(paths.filter(isServerCode).map((path) => [path, readSource(join(root, path))]))
  const clients = paths.filter(isClientCode)
  const circles = findCircles(new Map([...sources].map(([path, source]) => [path, targetsOf(path, source)])))
  return [
    ...paths.flatMap((path) => checkLength(root, path)),
    ...[...sources].flatMap(([path, source]) => checkSource(path, source)),
    ...clients.flatMap((path) => checkClient(path, readSource(join(root, path)))),
    ...circles.map((circle) => `${circle.map(shortName).join(' → ')} is a circle`),
  ]
}

function filesUnder(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist' && name !== '.git')
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) return filesUnder(root, path)
      // What `dapur types` writes is as long as there are collections.
      const isOurs = /\.(?:tsx?|mjs|css)$/.test(entry.name) && entry.name !== 'dapur.d.ts'
      return entry.isFile() && isOurs ? [path] : []
    })
    .toSorted()
}

function isServerCode(path: string): boolean {
  return /^(?:server|migrations)\/.*\.tsx?$/.test(path)
}

/** Code that must work without the server: its own tests may start one. */
function isClientCode(path: string): boolean {
  return /^(?:sdk|admin-ui)\/src\/.*\.tsx?$/.test(path) && !isTest(path)
}

function isTest(path: string): boolean {
  return /\.(?:test|suite)\.ts$/.test(path) || path.startsWith('server/tests/')
}

function checkLength(root: string, path: string): string[] {
  const lines = readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n').length
  return lines > MAX_LINES ? [`${shortName(path)} has ${lines} lines, the limit is ${MAX_LINES}`] : []
}

function checkSource(path: string, source: Source): string[] {
  const name = shortName(path)
  const faults = source.imports.flatMap((entry) => checkImport(path, entry))
  // The test of the architecture itself stands above all rooms.
  if (!roomOf(path) && path !== 'server/floors.test.ts') faults.push(`${name} is in no room of the house`)
  if (source.readsEnvironment && path !== 'server/config.ts' && !isTest(path)) {
    faults.push(`${name} must not read process.env, only config.ts may`)
  }
  if (source.comparesDialectName && roomOf(path) !== 'storage') {
    faults.push(`${name} must not compare dialect.name, only storage/ may`)
  }
  return faults
}

function checkImport(path: string, entry: Import): string[] {
  const { specifier } = entry
  const refuse = (what: string): string[] => [`${shortName(path)} must not import ${what}`]
  if (specifier === undefined) {
    return path === 'server/config.ts' || isTest(path) ? [] : refuse('what it computes, only config.ts may')
  }
  const target = resolveSpecifier(path, specifier)
  if (target === undefined) return mayImportPackage(path, entry) ? [] : refuse(specifier)
  return mayImportFile(path, target) ? [] : refuse(shortName(target))
}

/** A client never reaches into the server, and the wire, on which all floors stand, imports nothing. */
function checkClient(path: string, source: Source): string[] {
  const isWire = path === 'sdk/src/wire.ts'
  return source.imports.flatMap(({ specifier = '' }) => {
    const target = resolveSpecifier(path, specifier)
    const isServer = target !== undefined && isServerCode(target)
    return isWire || isServer ? [`${path} must not import ${shortName(target ?? specifier)}`] : []
  })
}

function mayImportPackage(path: string, { specifier = '', isType }: Import): boolean {
  if (/^@dapur\/sdk(?:\/|$)/.test(specifier)) return isTest(path) || (specifier === WIRE && isType)
  const rule = confined.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
  return !rule || path.startsWith(rule.home) || (rule.inTests && isTest(path))
}

function mayImportFile(path: string, target: string): boolean {
  const [from, to] = [roomOf(path), roomOf(target)]
  // A file in no room is a fault of its own; what it imports says nothing more.
  if (from === 'tests' || from === undefined) return true
  if (isTest(path)) return to === 'tests' || to === undefined || mayImport(from, to)
  return to !== undefined && !isTest(target) && mayImport(from, to)
}

function targetsOf(path: string, { imports }: Source): string[] {
  return imports.flatMap(({ specifier = '' }) => resolveSpecifier(path, specifier) ?? [])
}

/** The file that a specifier means, from the root; undefined for a package. */
function resolveSpecifier(path: string, specifier: string): string | undefined {
  if (specifier === 'dapur') return 'server/index.ts'
  return specifier.startsWith('.') ? posix.join(dirname(path), specifier) : undefined
}

function shortName(path: string): string {
  return path.replace(/^server\//, '')
}
