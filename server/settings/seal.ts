import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** What stands between the settings and the disk: nothing, or encryption. */
export interface Seal {
  /** The form in which a text is stored. */
  close(text: string): string
  /**
   * Read a stored form; `isCurrent` says whether `close` would make one of the same kind.
   * Errors: a plain Error that says which variable to set.
   */
  open(stored: string): { readonly text: string; readonly isCurrent: boolean }
}

/** The keys of the settings: 32 bytes of UTF-8 each. */
export interface SealKeys {
  /** Without one, settings are stored as plain JSON. */
  readonly key?: string | undefined
  /** The one before: what it has closed is read, and closed anew. */
  readonly previousKey?: string | undefined
}

const CIPHER = 'aes-256-gcm'
export const SEAL_KEY_BYTES = 32
const NONCE = 12
const TAG = 16

/**
 * Make the seal of the stored settings: base64 of nonce, AES-256-GCM ciphertext and tag (contract services.md §5.1).
 * Plain JSON is read whatever the keys are, so that a key may be set later.
 *
 * @example settingsSeal({ key }).open(stored).text // '{"smtp":{…'
 */
export function settingsSeal({ key, previousKey }: SealKeys): Seal {
  return {
    close: (text) => (key === undefined ? text : encrypt(text, key)),
    open(stored) {
      if (isPlain(stored)) return { text: stored, isCurrent: key === undefined }
      const current = key === undefined ? undefined : decrypt(stored, key)
      if (current !== undefined) return { text: current, isCurrent: true }
      const previous = previousKey === undefined ? undefined : decrypt(stored, previousKey)
      if (previous !== undefined) return { text: previous, isCurrent: false }
      throw new Error(
        key === undefined
          ? 'The settings are encrypted: put their key into DAPUR_ENCRYPTION_KEY.'
          : 'DAPUR_ENCRYPTION_KEY is not the key that the settings are encrypted with. Put the right one there; if the key is to be another one from now on, put the old one into DAPUR_ENCRYPTION_KEY_PREVIOUS.',
      )
    },
  }
}

/** Stored settings that are not encrypted are a JSON object; base64 knows no brace. */
export function isPlain(stored: string): boolean {
  return stored.trimStart().startsWith('{')
}

/**
 * Decrypt what `Seal.close` or PocketBase has encrypted; undefined when the key is another one, or this is no such text.
 *
 * @example decrypt(stored, key) ?? refuse()
 */
export function decrypt(stored: string, key: string): string | undefined {
  const bytes = Buffer.from(stored, 'base64')
  if (bytes.length < NONCE + TAG) return undefined
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
  decipher.setAuthTag(bytes.subarray(-TAG))
  try {
    return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    // The tag does not fit: an answer, not a fault.
    return undefined
  }
}

function encrypt(text: string, key: string): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG })
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
}
