import type { CollectionJson } from '@dapur/sdk'

export const listenLanguages = ['sdk', 'websocket', 'curl'] as const
export type ListenLanguage = (typeof listenLanguages)[number]

/**
 * How to hear what changes in a collection, with a filter over a field that it has.
 *
 * @param origin the server's, beginning with http
 */
export function listenCode(language: ListenLanguage, collection: CollectionJson, origin: string): string {
  const { name } = collection
  const only = filterOf(collection)
  if (language === 'sdk') return sdk(name, only)
  return language === 'curl' ? curl(name, origin) : socket(name, only, origin)
}

function sdk(name: string, only: string): string {
  return `const stop = dapur.realtime.subscribe(
  '${name}/*',
  ({ action, record }) => console.log(action, record),
  { filter: '${only}' },
)`
}

function socket(name: string, only: string, origin: string): string {
  return `const socket = new WebSocket('${origin.replace(/^http/, 'ws')}/api/realtime', 'dapur.v1')
const send = (frame) => socket.send(JSON.stringify(frame))
socket.onmessage = ({ data }) => console.log(JSON.parse(data))
socket.onopen = () => {
  send({ id: 1, type: 'auth', token })
  send({ id: 2, type: 'subscribe', topic: '${name}/*', filter: '${only}' })
}`
}

/** Event streams are told what to send once they have said who they are. */
function curl(name: string, origin: string): string {
  return `# Stays open, and begins with a clientId.
curl -N '${origin}/api/realtime'

# In another terminal:
curl '${origin}/api/realtime' \\
  -H "Authorization: $TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"clientId":"CLIENT_ID","subscriptions":["${name}/*"]}'`
}

function filterOf({ fields }: CollectionJson): string {
  const own = fields.filter(({ system, hidden }) => !system && !hidden)
  const number = own.find(({ type }) => type === 'number')
  if (number) return `${number.name} > 0`
  const text = own.find(({ type }) => type === 'text')
  return `${text?.name ?? 'id'} != ""`
}
