import { ApiError, type ProblemTree } from '@dapur/sdk'
import { dapur } from '../dapur.ts'
import { parsedJson } from '../parsed-json.ts'

interface RawCall {
  method: 'GET' | 'POST'
  /** Begins with `/api/`. */
  path: string
  query: Readonly<Record<string, string | undefined>>
  /** Sent byte by byte, as it is. */
  body?: Blob
  /** How much of the body is on its way, from 0 to 1. */
  onProgress?: (share: number) => void
}

/**
 * A call whose body or answer is a file and not JSON, with the token of the session: the SDK's calls are for JSON.
 *
 * @throws ApiError
 */
export function rawCall({ method, path, query, body, onProgress }: RawCall): Promise<Blob> {
  const params = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
  const url = `${dapur.url}${path}?${new URLSearchParams(params)}`
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    request.responseType = 'blob'
    request.setRequestHeader('authorization', dapur.auth.token)
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress?.(total > 0 ? loaded / total : 0),
    )
    request.addEventListener('error', () =>
      reject(
        new ApiError({ status: 0, code: 'network_failed', message: 'The server could not be reached.', url }),
      ),
    )
    request.addEventListener('load', () => {
      const answer: unknown = request.response
      const blob = answer instanceof Blob ? answer : new Blob()
      if (request.status < 400) resolve(blob)
      else void blob.text().then((text) => reject(refusalOf(request.status, text, url)))
    })
    request.send(body ?? null)
  })
}

function refusalOf(status: number, text: string, url: string): ApiError {
  const body = parsedJson(text)
  const { message, code, data }: { message?: unknown; code?: unknown; data?: unknown } =
    typeof body === 'object' && body !== null ? body : {}
  return new ApiError({
    status,
    code: typeof code === 'string' ? code : `http_${status}`,
    message: typeof message === 'string' ? message : `The server answered with status ${status}.`,
    data: isTree(data) ? data : {},
    url,
  })
}

function isTree(value: unknown): value is ProblemTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
