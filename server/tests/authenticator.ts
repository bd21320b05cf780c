import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

/*
 * A security key in software (W3C WebAuthn Level 3 §6): it makes ES256 keys, speaks CBOR (RFC 8949) and COSE (RFC 9052),
 * and lies when it is told to.
 */

/** What differs from an honest answer. */
export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly challenge?: string
  readonly counter?: number
  /** User present, user verified. */
  readonly up?: boolean
  readonly uv?: boolean
  readonly userHandle?: string | null
  readonly badSignature?: boolean
}

/** One passkey on the device. */
interface Passkey {
  readonly id: Buffer
  readonly key: KeyObject
  readonly userHandle: string
  counter: number
}

export interface Authenticator {
  /** Answer `create` options; the passkey stays on the device. */
  register(options: RegisterOptions, lies?: Lies): object
  /** Answer `get` options with the newest passkey, or with that one. */
  sign(options: SignOptions, lies?: Lies, passkey?: Passkey): object
  readonly passkeys: Passkey[]
}

interface RegisterOptions {
  readonly challenge: string
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
}

interface SignOptions {
  readonly challenge: string
  readonly rpId: string
}

/** Plug in a device at a page of this origin. */
export function authenticator(origin: string): Authenticator {
  const passkeys: Passkey[] = []
  return {
    passkeys,
    register(options, lies = {}) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const passkey = { id: randomBytes(32), key: privateKey, userHandle: options.user.id, counter: 0 }
      passkeys.unshift(passkey)
      const attested = Buffer.concat([Buffer.alloc(16), uint16(32), passkey.id, coseKey(publicKey)])
      const authData = authenticatorData(lies.rpId ?? options.rp.id, { ...lies, attested })
      const attestation = { fmt: 'none', attStmt: {}, authData }
      return answer(passkey, {
        clientDataJSON: clientData('webauthn.create', origin, options.challenge, lies),
        attestationObject: cbor(new Map(Object.entries(attestation))).toString('base64url'),
        transports: ['internal'],
      })
    },
    sign(options, lies = {}, passkey = passkeys[0]) {
      if (!passkey) throw new Error('there is no passkey on this device')
      passkey.counter++
      const authData = authenticatorData(lies.rpId ?? options.rpId, { counter: passkey.counter, ...lies })
      const clientDataJSON = clientData('webauthn.get', origin, options.challenge, lies)
      const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
      const signature = createSign('sha256').update(authData).update(hash).sign(passkey.key)
      if (lies.badSignature) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
      return answer(passkey, {
        clientDataJSON,
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: lies.userHandle === undefined ? passkey.userHandle : lies.userHandle,
      })
    },
  }
}

function answer({ id }: Passkey, response: object): object {
  const name = id.toString('base64url')
  return { id: name, rawId: name, type: 'public-key', response, clientExtensionResults: {} }
}

function clientData(type: string, origin: string, challenge: string, lies: Lies): string {
  const data = { type, challenge, origin, crossOrigin: false, ...onlyClient(lies) }
  return Buffer.from(JSON.stringify(data)).toString('base64url')
}

function onlyClient({ type, challenge, origin }: Lies): object {
  return Object.fromEntries(
    Object.entries({ type, challenge, origin }).filter(([, value]) => value !== undefined),
  )
}

/** §6.1: the hash of the site, flags, the counter, and a new key where there is one. */
function authenticatorData(
  rpId: string,
  { up = true, uv = true, counter = 0, attested }: Lies & { readonly attested?: Buffer },
): Buffer {
  const flags = (up ? 0x01 : 0) | (uv ? 0x04 : 0) | (attested ? 0x40 : 0)
  const head = Buffer.alloc(5)
  head.writeUInt8(flags)
  head.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), head, attested ?? Buffer.alloc(0)])
}

/** RFC 9053 §7.1: EC2, ES256, P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return cbor(
    new Map<number, Value>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  )
}

type Value = number | string | Buffer | object | Map<string | number, Value>

function cbor(value: Value): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return Buffer.concat([
    head(5, entries.length),
    ...entries.flatMap(([key, item]) => [cbor(key), cbor(item)]),
  ])
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count])
  if (count < 256) return Buffer.from([(major << 5) | 24, count])
  return Buffer.concat([Buffer.from([(major << 5) | 25]), uint16(count)])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
