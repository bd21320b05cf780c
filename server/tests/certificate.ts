import { generateKeyPairSync, sign } from 'node:crypto'

/*
 * A certificate for loopback, signed by itself (RFC 5280 §4.1): Node can read them, but not make any. Written in DER
 * by hand: a tag, a length, and the parts.
 */

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const OBJECT_ID = 0x06
const UTF8 = 0x0c
const UTC_TIME = 0x17
const OCTETS = 0x04
const BITS = 0x03
const TRUE = Buffer.from([0x01, 0x01, 0xff])

const ecdsaWithSha256 = der(SEQUENCE, der(OBJECT_ID, hex('2a8648ce3d040302')))
const commonName = der(OBJECT_ID, hex('550403'))
const subjectAltName = der(OBJECT_ID, hex('551d11'))
const basicConstraints = der(OBJECT_ID, hex('551d13'))
const DAY = 86_400_000

/** A key and a certificate for `localhost` and 127.0.0.1, good from yesterday to tomorrow, as PEM. */
export function loopbackCertificate(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, commonName, der(UTF8, Buffer.from('localhost')))))
  const names = der(SEQUENCE, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const body = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(SEQUENCE, time(Date.now() - DAY), time(Date.now() + DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      der(
        SEQUENCE,
        der(SEQUENCE, subjectAltName, der(OCTETS, names)),
        der(SEQUENCE, basicConstraints, TRUE, der(OCTETS, der(SEQUENCE, TRUE))),
      ),
    ),
  )
  const signature = der(BITS, Buffer.from([0]), sign('sha256', body, privateKey))
  const lines =
    der(SEQUENCE, body, ecdsaWithSha256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  }
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-T:]|\.\d+/g, '')
  return der(UTC_TIME, Buffer.from(text.slice(2)))
}
