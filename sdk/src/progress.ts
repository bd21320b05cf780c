/** A request that tells how much of its body is on its way. */
interface Upload {
  url: string
  init: RequestInit
  onProgress: (share: number) => void
}

interface Sent {
  loaded: number
  total: number
}

/** What we need of an XMLHttpRequest: not every platform that this compiles for knows its type. */
interface Xhr {
  readonly upload: { addEventListener(type: 'progress', listener: (event: Sent) => void): void }
  readonly status: number
  readonly responseText: string
  addEventListener(type: 'load' | 'error' | 'abort', listener: () => void): void
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getResponseHeader(name: string): string | null
  send(body: FormData | string | null): void
  abort(): void
}

/** Sends it so that progress can be told: browsers do not tell of `fetch`, so there it is an XMLHttpRequest. */
export function fetchWithProgress(fetch: typeof globalThis.fetch, upload: Upload): Promise<Response> {
  const { XMLHttpRequest }: { Blob: unknown; XMLHttpRequest?: new () => Xhr } = globalThis
  return XMLHttpRequest ? sendByXhr(new XMLHttpRequest(), upload) : sendByStream(fetch, upload)
}

function sendByXhr(request: Xhr, { url, init, onProgress }: Upload): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = (): void => request.abort()
    const end = (then: () => void) => (): void => {
      init.signal?.removeEventListener('abort', abort)
      then()
    }
    request.open(init.method ?? 'POST', url)
    for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    )
    const read = end(() => {
      const after = request.getResponseHeader('retry-after')
      const headers: Record<string, string> = after === null ? {} : { 'retry-after': after }
      // A response with one of these statuses may have no body at all.
      const body = [204, 205, 304].includes(request.status) ? null : request.responseText
      resolve(new Response(body, { status: request.status, headers }))
    })
    const fail = end(() => reject(new TypeError('The network failed.')))
    const giveUp = end(() => reject(new DOMException('The request was aborted.', 'AbortError')))
    request.addEventListener('load', read)
    request.addEventListener('error', fail)
    request.addEventListener('abort', giveUp)
    if (init.signal?.aborted) return giveUp()
    init.signal?.addEventListener('abort', abort, { once: true })
    request.send(init.body instanceof FormData || typeof init.body === 'string' ? init.body : null)
  })
}

const CHUNK = 64 * 1024

async function sendByStream(
  fetch: typeof globalThis.fetch,
  { url, init, onProgress }: Upload,
): Promise<Response> {
  // Encoded once by the platform, boundary and all; then counted on its way out.
  const encoded = new Response(init.body ?? null)
  const bytes = await encoded.blob()
  let sent = 0
  const counted = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const chunk = new Uint8Array(await bytes.slice(sent, sent + CHUNK).arrayBuffer())
      sent += chunk.length
      if (chunk.length > 0) controller.enqueue(chunk)
      if (bytes.size > 0) onProgress(sent / bytes.size)
      if (sent >= bytes.size) controller.close()
    },
  })
  const headers = new Headers(init.headers)
  const type = encoded.headers.get('content-type')
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type)
  const request: RequestInit & { duplex: 'half' } = { ...init, headers, body: counted, duplex: 'half' }
  return fetch(url, request)
}
