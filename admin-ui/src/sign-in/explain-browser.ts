import { ApiError } from '@dapur/sdk'
import { explain } from '../explain.ts'
import type { Messages } from '../messages/en.ts'

/** Why there was no passkey: what the browser said (W3C WebAuthn Level 3 §5.1), or else the server. */
export function explainBrowser(error: unknown, messages: Messages): string {
  const { signIn } = messages
  if (error instanceof ApiError) return explain(error, messages)
  if (!(error instanceof DOMException))
    return 'PublicKeyCredential' in globalThis ? explain(error, messages) : signIn.noPasskeys
  if (error.name === 'InvalidStateError') return signIn.hasPasskey
  return error.name === 'SecurityError' ? signIn.otherHost : signIn.noneGiven
}
