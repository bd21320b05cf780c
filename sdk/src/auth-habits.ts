import type { AuthApi } from './auth.ts'
import type { OAuth2Options } from './oauth2.ts'
import type { CallOptions, RecordOptions } from './query.ts'
import type { SignInOptions } from './sign-in-call.ts'
import type { AuthMethodsJson, AuthResult } from './wire.ts'

/** The auth calls under the names that people who come from PocketBase know. */
export interface AuthHabits<T> {
  listAuthMethods(options?: CallOptions): Promise<AuthMethodsJson>
  authWithPassword(identity: string, password: string, options?: SignInOptions): Promise<AuthResult<T>>
  requestOTP(email: string, options?: CallOptions): Promise<{ otpId: string }>
  authWithOTP(otpId: string, code: string, options?: SignInOptions): Promise<AuthResult<T>>
  /** `urlCallback` is `openUrl`. */
  authWithOAuth2(options: OAuth2Options & { urlCallback?: OAuth2Options['openUrl'] }): Promise<AuthResult<T>>
  authWithOAuth2Code(
    provider: string,
    code: string,
    codeVerifier: string,
    redirectURL: string,
    createData?: object,
    options?: SignInOptions,
  ): Promise<AuthResult<T>>
  authRefresh(options?: RecordOptions): Promise<AuthResult<T>>
}

/** The same calls, asked the other way. */
export function authHabitsOf<T>(auth: AuthApi<T>): AuthHabits<T> {
  return {
    listAuthMethods: (options) => auth.authMethods(options),
    authWithPassword: (identity, password, options) => auth.signIn({ identity, password }, options),
    requestOTP: (email, options) => auth.requestOtp(email, options),
    authWithOTP: (otpId, code, options) => auth.signInWithOtp({ otpId, code }, options),
    authWithOAuth2: ({ urlCallback, ...options }) =>
      auth.signInWithOAuth2({ openUrl: urlCallback, ...options }),
    authWithOAuth2Code: (provider, code, codeVerifier, redirectURL, createData, options) =>
      auth.signInWithOAuth2Code({ ...options, provider, code, codeVerifier, redirectURL, createData }),
    authRefresh: (options) => auth.refresh(options),
  }
}
