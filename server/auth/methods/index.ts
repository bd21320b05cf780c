import { registry, type Registry } from '../../base/registry.ts'
import type { AuthMethod } from '../auth-method.ts'
import { anonymous } from './anonymous.ts'
import { oauth2 } from './oauth2.ts'
import { otp } from './otp.ts'
import { passkey } from './passkey.ts'
import { password } from './password.ts'
import { totp } from './totp.ts'

/** Every way to sign in. */
export const authMethods: Registry<AuthMethod> = registry('auth method', [
  password,
  oauth2,
  otp,
  passkey,
  totp,
  anonymous,
])
