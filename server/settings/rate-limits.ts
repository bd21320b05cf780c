import type { Clock } from '../base/clock.ts'
import { type IpList, ipList } from '../base/ip.ts'
import type { Collection } from '../collections/collection.ts'
import type { LimitedAction } from './limited-action.ts'
import type { LiveSettings } from './live-settings.ts'
import { type RateBucket, RateCounts } from './rate-counts.ts'
import { type RuleBook, ruleBook } from './rate-limit-rules.ts'
import type { RateLimitRule, Settings } from './settings.ts'

/** One request as rate limits see it. Superusers are never asked about. */
export interface LimitedRequest {
  readonly isGuest: boolean
  /** Canonical (`base/ip.ts`). */
  readonly ip: string
  readonly method: string
  /** Decoded, without the query. */
  readonly path: string
}

/** How often what may be asked for (contract services.md §7.1). */
export interface RateLimits {
  /** While it is off, nobody has to ask. */
  readonly isOn: boolean
  /** Was anything ever counted? */
  readonly isUsed: boolean
  /** Count a request that has no collection in it; false when it is one too many. */
  allows(request: LimitedRequest): boolean
  /** Count a request that does something with a collection: its labels go before its address. */
  allowsAction(request: LimitedRequest, collection: Collection, action: LimitedAction): boolean
  /** Drop the counts of windows that are over. */
  forgetEnded(): void
}

/** A rule that was found, and where its requests are counted. */
interface Found {
  readonly rule: RateLimitRule
  readonly bucket: RateBucket
}

/** Everything that falls with a change of the settings, the counts too. */
interface Version {
  readonly counts: RateCounts
  readonly isExcluded: IpList
  readonly guest: Book
  readonly auth: Book
}

interface LimitsHouse {
  readonly settings: LiveSettings
  readonly clock: Clock
}

/**
 * Keep the rate limits of the settings. Counts live in memory, and begin anew with each change of the settings.
 *
 * @example if (limits.isOn && !limits.allows({ isGuest, ip, method, path })) throw apiError('requests_too_many', {})
 */
export function openRateLimits({ settings, clock }: LimitsHouse): RateLimits {
  let version = versionOf(settings.current)
  let isUsed = false
  settings.onChange.add((changed) => {
    version = versionOf(changed)
  })
  function within({ counts, isExcluded }: Version, { ip }: LimitedRequest, found?: Found): boolean {
    if (!found || isExcluded(ip)) return true
    isUsed = true
    return counts.take(found.bucket, ip, found.rule, clock.steady())
  }
  return {
    get isOn() {
      return version !== undefined
    },
    get isUsed() {
      return isUsed
    },
    allows(request) {
      if (!version) return true
      return within(version, request, bookFor(version, request).ofPath(request))
    },
    allowsAction(request, collection, action) {
      if (!version) return true
      const book = bookFor(version, request)
      return within(version, request, book.ofAction(collection, action) ?? book.ofPath(request))
    },
    forgetEnded() {
      version?.counts.forgetEnded(clock.steady())
    },
  }
}

function bookFor({ guest, auth }: Version, { isGuest }: LimitedRequest): Book {
  return isGuest ? guest : auth
}

function versionOf({ rateLimits: { enabled, rules, excludedIPs } }: Settings): Version | undefined {
  if (!enabled) return undefined
  const counts = new RateCounts()
  return {
    counts,
    isExcluded: excludedIPs.length === 0 ? () => false : remembering(ipList(excludedIPs)),
    guest: new Book(ruleBook(rules, '@guest'), counts),
    auth: new Book(ruleBook(rules, '@auth'), counts),
  }
}

const MOST_KNOWN = 10_000

/** Taking an address apart costs more than all else here, and clients come again. */
function remembering(isListed: IpList): IpList {
  const known = new Map<string, boolean>()
  return (address) => {
    let answer = known.get(address)
    if (answer === undefined) {
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(address, (answer = isListed(address)))
    }
    return answer
  }
}

/** A rule book that knows where each rule is counted. */
class Book {
  readonly #rules: RuleBook
  readonly #counts: RateCounts
  readonly #ofRules = new Map<RateLimitRule, Found>()
  /** By collection object: the catalog makes new ones with every change, so that a new name is looked up anew. */
  readonly #ofActions = new WeakMap<Collection, Map<LimitedAction, Found | null>>()

  constructor(rules: RuleBook, counts: RateCounts) {
    this.#rules = rules
    this.#counts = counts
  }

  /** All that falls to one rule is counted together. */
  ofPath({ method, path }: LimitedRequest): Found | undefined {
    const rule = this.#rules.ofPath(method, path)
    if (!rule) return undefined
    let found = this.#ofRules.get(rule)
    if (!found) {
      found = { rule, bucket: this.#counts.bucket(`rule ${rule.label} ${rule.audience}`) }
      this.#ofRules.set(rule, found)
    }
    return found
  }

  /** Each action of each collection is counted for itself, also where one rule is for many. */
  ofAction(collection: Collection, action: LimitedAction): Found | undefined {
    let known = this.#ofActions.get(collection)
    if (!known) this.#ofActions.set(collection, (known = new Map()))
    let found = known.get(action)
    if (found === undefined) known.set(action, (found = this.#findAction(collection, action)))
    return found ?? undefined
  }

  #findAction({ id, name }: Collection, action: LimitedAction): Found | null {
    const labels = [...action.map((tag) => `${name}:${tag}`), ...action.map((tag) => `*:${tag}`)]
    const rule = this.#rules.ofLabels(labels)
    if (!rule) return null
    return { rule, bucket: this.#counts.bucket(`action ${id} ${action.join()} ${rule.audience}`) }
  }
}
