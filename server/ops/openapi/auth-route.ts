import type { AuthOptions } from '../../collections/collection.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Method } from './operation.ts'

/** A way of an auth collection. */
export interface AuthRoute {
  readonly way: string
  readonly method?: Method
  readonly summary: string
  /** Keys of the body, texts where nothing else is said; those with `?` may be missing. */
  readonly body?: readonly string[]
  /** Keys of the body that are no texts. */
  readonly bodyOther?: Readonly<Record<string, JsonSchema>>
  readonly answer: 'session' | 'nothing' | JsonSchema
  /** Who may call it: everyone, whoever has an account there, or superusers alone. */
  readonly who: 'anyone' | 'account' | 'superuser'
  /** May a superuser name another account by `?record=`? */
  readonly isOfRecord?: true
  isOpen(auth: AuthOptions): boolean
}
