import type { CallOptions } from './query.ts'
import { authPath } from './sign-in-call.ts'
import { readToken } from './token.ts'
import type { Transport } from './transport.ts'

/**
 * What goes by mail (contract services.md §2.8). A request is answered alike for every address, whether or not it has an
 * account; `token` is that of the link. Every call throws an `ApiError`.
 */
export interface LettersApi {
  requestVerification(email: string, options?: CallOptions): Promise<void>
  /** Proves the address of the link; the record in the store is told. */
  confirmVerification(token: string, options?: CallOptions): Promise<void>
  requestPasswordReset(email: string, options?: CallOptions): Promise<void>
  /**
   * Sets a new password, which ends every session of the account, also one in the store.
   *
   * @param passwordConfirm typed a second time; the same unless told
   */
  confirmPasswordReset(
    token: string,
    password: string,
    passwordConfirm?: string,
    options?: CallOptions,
  ): Promise<void>
  /** Asks for another address, as who is signed in. The mail goes to the new one. */
  requestEmailChange(newEmail: string, options?: CallOptions): Promise<void>
  /** Takes the address of the link. Every session of the account ends, also one in the store. */
  confirmEmailChange(token: string, password: string, options?: CallOptions): Promise<void>
}

/** The calls around mails, of the collection with this name or id. */
export function lettersOf(transport: Transport, collection: string): LettersApi {
  const { store } = transport
  const post = async (name: string, body: object, options?: CallOptions): Promise<void> => {
    await transport.send({ method: 'POST', path: `${authPath(collection)}/${name}`, ...options, body })
  }
  const isMine = (token: string): boolean => {
    const [claims, record] = [readToken(token), store.session?.record]
    return claims !== undefined && claims.id === record?.id && claims.collectionId === record.collectionId
  }
  return {
    requestVerification: (email, options) => post('request-verification', { email }, options),
    async confirmVerification(token, options) {
      await post('confirm-verification', { token }, options)
      const { session } = store
      if (session && isMine(token)) store.save({ ...session, record: { ...session.record, verified: true } })
    },
    requestPasswordReset: (email, options) => post('request-password-reset', { email }, options),
    async confirmPasswordReset(token, password, passwordConfirm = password, options) {
      await post('confirm-password-reset', { token, password, passwordConfirm }, options)
      if (isMine(token)) store.clear()
    },
    requestEmailChange: (newEmail, options) => post('request-email-change', { newEmail }, options),
    async confirmEmailChange(token, password, options) {
      await post('confirm-email-change', { token, password }, options)
      if (isMine(token)) store.clear()
    },
  }
}
