import type { CollectionJson } from '@dapur/sdk'
import type { Messages } from '../messages/en.ts'
import { rulesOf } from './rules-of.ts'
import type { ProblemOf } from './use-problems.ts'

/** The parts of the form. */
export type EditorTab = 'fields' | 'indexes' | 'rules' | 'query' | 'auth' | 'history' | 'api'

/** The tabs that a type of collection has, those with a problem marked. */
export function tabsOf(
  type: CollectionJson['type'],
  { collection }: Messages,
  problemOf: ProblemOf,
): Partial<Record<EditorTab, string>> {
  const mark = (tab: EditorTab, ...paths: readonly string[]): string =>
    paths.some((path) => problemOf.has(path)) ? `${collection.tabs[tab]} •` : collection.tabs[tab]
  const rules = mark('rules', ...rulesOf(type))
  if (type === 'view') return { query: mark('query', 'viewQuery', 'fields'), rules, api: mark('api') }
  const auth = type === 'auth' ? { auth: mark('auth', ...AUTH_PATHS) } : {}
  return {
    fields: mark('fields', 'fields'),
    indexes: mark('indexes', 'indexes'),
    rules,
    ...auth,
    history: mark('history', 'dapur.history', 'dapur.historyRule'),
    api: mark('api'),
  }
}

const AUTH_PATHS = [
  'passwordAuth',
  'oauth2',
  'otp',
  'mfa',
  'authAlert',
  'authToken',
  'passwordResetToken',
  'emailChangeToken',
  'verificationToken',
  'fileToken',
  'verificationTemplate',
  'resetPasswordTemplate',
  'confirmEmailChangeTemplate',
  'dapur.passkey',
  'dapur.anonymous',
  'dapur.sessions',
]
