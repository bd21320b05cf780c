/** What came back, as it came. */
export interface Reply {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Milliseconds until the body was there. */
  readonly took: number
  readonly size: number
  /** Parsed where it is JSON; undefined for bytes. */
  readonly body: unknown
  readonly isJson: boolean
}

export interface Question {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly token?: string | undefined
  readonly body?: string | undefined
  readonly type?: string | undefined
}

/** Longer texts are cut: the page is for looking. */
const MOST_SHOWN = 200_000

/** Ask the server that this page came from, without the habits of the SDK: no repeats, no renewal. */
export async function askApi({ method, path, token, body, type }: Question): Promise<Reply> {
  const start = performance.now()
  const response = await fetch(path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: token }),
      ...(body !== undefined && type !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
  })
  const bytes = await response.arrayBuffer()
  const took = Math.round(performance.now() - start)
  const { status, statusText } = response
  const headers = [...response.headers]
  return { status, statusText, headers, took, size: bytes.byteLength, ...bodyOf(response, bytes) }
}

function bodyOf(response: Response, bytes: ArrayBuffer): Pick<Reply, 'body' | 'isJson'> {
  const type = response.headers.get('content-type') ?? ''
  const text = new TextDecoder().decode(bytes)
  if (type.includes('json') && text.length <= MOST_SHOWN) {
    try {
      return { body: JSON.parse(text), isJson: true }
    } catch {
      return { body: text, isJson: false }
    }
  }
  const isText = type.includes('json') || type.startsWith('text/')
  return { body: isText ? text.slice(0, MOST_SHOWN) : undefined, isJson: false }
}
