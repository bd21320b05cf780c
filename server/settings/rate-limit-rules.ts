import type { RateLimitRule } from './settings.ts'

/** The rules as they are looked up: one book for guests, one for those who are signed in. */
export interface RuleBook {
  /** The rule for one of these labels, the first of them that has one. */
  ofLabels(labels: readonly string[]): RateLimitRule | undefined
  /** The rule for an address, or for what stands above it. */
  ofPath(method: string, path: string): RateLimitRule | undefined
}

/** Rules whose label has a path in it; `prefixes` end in `/`, and stand as they are stored. */
interface Paths {
  readonly exact: Map<string, RateLimitRule>
  readonly prefixes: (readonly [path: string, rule: RateLimitRule])[]
}

const PATH_LABEL = /^(?:(\w+) )?(\/.*)$/

/**
 * Sort the rules so that a request finds its own without going through all of them (contract services.md §7.1). Of
 * several rules for one label the first counts, and of several prefixes the first as well, however long it is.
 *
 * @param audience whom the rules have to be for beside everybody
 * @example ruleBook(rules, '@guest').ofPath('GET', '/api/health')
 */
export function ruleBook(rules: readonly RateLimitRule[], audience: '@guest' | '@auth'): RuleBook {
  const byLabel = new Map<string, RateLimitRule>()
  const anyMethod = noPaths()
  const byMethod = new Map<string, Paths>()
  for (const rule of rules) {
    if (rule.audience !== '' && rule.audience !== audience) continue
    const [, method, path] = PATH_LABEL.exec(rule.label) ?? []
    if (path === undefined) setFirst(byLabel, rule.label, rule)
    else addPath(method === undefined ? anyMethod : pathsOf(byMethod, method), path, rule)
  }
  const ofMethod = (method: string, path: string): RateLimitRule | undefined => {
    const paths = byMethod.get(method)
    return paths && find(paths, path)
  }
  return {
    ofLabels(labels) {
      if (byLabel.size === 0) return undefined
      for (const label of labels) {
        const rule = byLabel.get(label)
        if (rule) return rule
      }
      return undefined
    },
    ofPath(method, path) {
      if (byMethod.size > 0) {
        // A HEAD does all the work of its GET: it is no way around a rule.
        const rule = ofMethod(method, path) ?? (method === 'HEAD' ? ofMethod('GET', path) : undefined)
        if (rule) return rule
      }
      return find(anyMethod, path)
    },
  }
}

function noPaths(): Paths {
  return { exact: new Map(), prefixes: [] }
}

function pathsOf(byMethod: Map<string, Paths>, method: string): Paths {
  let paths = byMethod.get(method)
  if (!paths) byMethod.set(method, (paths = noPaths()))
  return paths
}

function addPath({ exact, prefixes }: Paths, path: string, rule: RateLimitRule): void {
  setFirst(exact, path, rule)
  if (path.endsWith('/')) prefixes.push([path, rule])
}

function setFirst<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value)
}

function find({ exact, prefixes }: Paths, path: string): RateLimitRule | undefined {
  const rule = exact.get(path)
  if (rule) return rule
  for (const [prefix, itsRule] of prefixes) if (isUnder(prefix, path)) return itsRule
  return undefined
}

/** Is the prefix, which ends in `/`, one of the path with a `/` at its end? */
function isUnder(prefix: string, path: string): boolean {
  return path.startsWith(prefix) || (prefix.length === path.length + 1 && prefix.startsWith(path))
}
