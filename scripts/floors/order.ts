/**
 * The floors of the server, lowest first. A room may import from lower floors and from itself,
 * never up, never sideways. `migrations` is the folder beside `server`: the migrations are the
 * storage room's, so they share its floor and may import it and be imported by it. `config`, `app`,
 * `main` and `index` are single files. `index` is what extenders import: it may re-export from
 * everywhere, and nothing in the server imports it.
 */
const floors: readonly (readonly string[])[] = [
  ['base'],
  ['storage', 'mail', 'files'],
  ['fields', 'rules', 'hooks'],
  ['collections'],
  ['settings'],
  ['records'],
  ['auth'],
  ['realtime'],
  ['ops'],
  ['http'],
  ['config'],
  ['app'],
  ['cli'],
  ['main', 'index'],
]

const singleFiles: ReadonlySet<string> = new Set(['config', 'app', 'main', 'index'])

const floorOf: ReadonlyMap<string, number> = new Map(
  floors.flatMap((rooms, floor) => rooms.map((room): [string, number] => [room, floor])),
)

/**
 * The room of a file, by its path from the root of the repository.
 *
 * @returns `tests` for server/tests, undefined for what is in no known room
 * @example roomOf('server/records/list.ts') // 'records'
 * @example roomOf('server/app.ts') // 'app'
 */
export function roomOf(path: string): string | undefined {
  const [top, second = '', ...rest] = path.split('/')
  if (top === 'migrations') return 'storage'
  if (top !== 'server') return undefined
  if (second === 'tests') return rest.length > 0 ? 'tests' : undefined
  const name = rest.length > 0 ? second : second.replace(/(?:\.test)?\.ts$/, '')
  const isRoom = floorOf.has(name) && singleFiles.has(name) === (rest.length === 0)
  return isRoom ? name : undefined
}

/** May a file of `from` import a file of `to`? Both are rooms as `roomOf` names them. */
export function mayImport(from: string, to: string): boolean {
  if (from === to) return true
  const [lower, upper] = [floorOf.get(to), floorOf.get(from)]
  return lower !== undefined && upper !== undefined && lower < upper
}
