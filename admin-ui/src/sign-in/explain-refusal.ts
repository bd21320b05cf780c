import { ApiError } from '@dapur/sdk'
import { explain, hasStatus } from '../explain.ts'
import type { Messages } from '../messages/en.ts'
import { explainBrowser } from './explain-browser.ts'
import type { Way } from './ways.ts'

/**
 * What to do about a sign-in that was refused, in a sentence.
 *
 * @param isSecond is it the second proof?
 * @example explainRefusal(error, { way: 'otp', isSecond: false }, messages)
 */
export function explainRefusal(
  error: unknown,
  { way, isSecond }: { readonly way: Way; readonly isSecond: boolean },
  messages: Messages,
): string {
  const { signIn } = messages
  if (!(error instanceof ApiError)) return explainBrowser(error, messages)
  if (hasStatus(error, 400)) return isSecond ? signIn.wrongSecond[way] : signIn.wrong[way]
  if (hasStatus(error, 403)) return signIn.shutOut
  if (hasStatus(error, 429)) return signIn.tooMany
  return explain(error, messages)
}
