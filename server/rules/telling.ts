import type { Scope, ScopeCollection } from './scope.ts'
import type { SentenceWords } from './sentence-words.ts'

/** What the sentence of a rule is made with. */
export interface Telling {
  readonly scope: Scope
  readonly collection: ScopeCollection
  readonly words: SentenceWords
}
