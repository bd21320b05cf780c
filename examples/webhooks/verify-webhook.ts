import { createHmac, timingSafeEqual } from 'node:crypto'

/** Is this request from Dapur, and not a copy of one of minutes ago? `body` is the text as it came. */
export function verifyWebhook(secret: string, headers: Headers, body: string): boolean {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  const given = (headers.get('webhook-signature') ?? '').split(' ').map((text) => text.replace('v1,', ''))
  const isOurs = (text: string): boolean => {
    const signature = Buffer.from(text, 'base64')
    return signature.length === wanted.length && timingSafeEqual(signature, wanted)
  }
  return isFresh && given.some(isOurs)
}
