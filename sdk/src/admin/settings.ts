import type { Caller } from '../caller.ts'
import type { CallOptions } from '../query.ts'
import type { SettingsJson } from '../wire.ts'

/** Settings to change; what is absent keeps its value, and a secret that is absent too. */
export type SettingsInput = { [Part in keyof SettingsJson]?: Partial<SettingsJson[Part]> }

export type LetterTemplate = 'verification' | 'password-reset' | 'email-change' | 'otp' | 'login-alert'

/** What Apple signs a client secret for. `duration` is in seconds. */
export interface AppleSecretWish {
  clientId: string
  teamId: string
  keyId: string
  privateKey: string
  duration: number
}

/** The settings of the server. Every call throws an `ApiError`. */
export interface SettingsApi {
  get(options?: CallOptions): Promise<SettingsJson>
  update(input: SettingsInput, options?: CallOptions): Promise<SettingsJson>
  /** Writes to the S3 of the settings and reads it back. */
  testS3(filesystem?: 'storage' | 'backups', options?: CallOptions): Promise<void>
  /** Sends a mail as it would be sent. `collection` is `_superusers` unless told. */
  testEmail(
    letter: { email: string; template: LetterTemplate; collection?: string },
    options?: CallOptions,
  ): Promise<void>
  appleSecret(wish: AppleSecretWish, options?: CallOptions): Promise<string>
}

/**
 * The settings of the server (contract services.md §5), for superusers.
 *
 * @example await settingsOf(dapur).update({ meta: { appName: 'Warung' } })
 */
export function settingsOf(client: Caller): SettingsApi {
  const path = '/api/settings'
  const post = <T>(name: string, body: object, options?: CallOptions): Promise<T> =>
    client.send({ method: 'POST', path: `${path}/${name}`, ...options, body })
  return {
    get: (options) => client.send({ method: 'GET', path, ...options }),
    update: (input, options) => client.send({ method: 'PATCH', path, ...options, body: input }),
    async testS3(filesystem = 'storage', options) {
      await post('test/s3', { filesystem }, options)
    },
    async testEmail(letter, options) {
      await post('test/email', letter, options)
    },
    async appleSecret(wish, options) {
      return (await post<{ secret: string }>('apple/generate-client-secret', wish, options)).secret
    },
  }
}
