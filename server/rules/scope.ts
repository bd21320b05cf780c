import type { Cell } from '../storage/dialect.ts'

/** How a cell compares. */
export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'json' | 'point'

/** A field as the rule language sees it. */
export interface ScopeField {
  readonly name: string
  readonly type: string
  readonly kind: Kind
  /** May hold several elements (select, relation and file with `maxSelect` > 1): stored as a JSON list. */
  readonly isMultiple: boolean
  /** Is it a select, relation or file, for which `:each` and `:length` mean something? */
  readonly isElements: boolean
  readonly isHidden: boolean
  /** Whether a unique index of exactly this column exists: a back-relation through it has at most one record. */
  readonly isUnique: boolean
  /** The id of the collection that a relation field points to. */
  readonly target?: string
}

/** A collection as the rule language sees it. */
export interface ScopeCollection {
  readonly id: string
  readonly name: string
  readonly type: 'base' | 'auth' | 'view'
  readonly listRule: string | null
  readonly fields: readonly ScopeField[]
  /** Does it stand for a channel (`realtime.md`), whose rules see who asks and the channel's name, and no request? */
  readonly isChannel?: boolean
  field(name: string): ScopeField | undefined
}

/** Where names in a rule are looked up; `collections/scope.ts` implements it on one snapshot of the catalog. */
export interface Scope {
  /** By id (exact) or by name (letter case ignored). */
  find(nameOrId: string): ScopeCollection | undefined
}

/** What a rule may know of the request. */
export interface RuleContext {
  /** Milliseconds since 1970: the macros are counted from here. */
  readonly now: number
  readonly method: string
  /** `default expand realtime protectedFile batch oauth2 otp password`. */
  readonly context: string
  /** The requester, or null for a guest. */
  readonly auth: RuleAuth | null
  readonly query: Readonly<Record<string, string>>
  /** Names in snake case: `X-Token` is `x_token`. */
  readonly headers: Readonly<Record<string, string>>
  /** The body after normalisation: known fields as values, unknown keys as they came. */
  readonly body: Readonly<Record<string, unknown>>
  /** What a rule of a channel is asked about; `key` is what `*` stands for in its pattern. */
  readonly channel?: { readonly name: string; readonly key: string }
}

export interface RuleAuth {
  readonly id: string
  readonly collectionId: string
  readonly collectionName: string
  /** All cells of the record, hidden fields too: `@request.auth.field` reads them instead of joining the table. */
  readonly cells: Readonly<Record<string, Cell>>
}

/** A guest who sends nothing: every rule has to make sense for such a request too. */
export const nobody: RuleContext = {
  now: 0,
  method: 'GET',
  context: 'default',
  auth: null,
  query: {},
  headers: {},
  body: {},
}
