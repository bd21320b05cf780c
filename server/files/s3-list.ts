import { isPlainPrefix, type ListedFile } from './file-store.ts'
import { refusal, type S3Send } from './s3-client.ts'

/**
 * Everything under a prefix, page by page (ListObjects,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html). The first version, because every service has
 * it: a page begins behind the last key of the one before.
 */
export async function* s3List(send: S3Send, prefix: string): AsyncGenerator<ListedFile> {
  if (!isPlainPrefix(prefix)) return
  let marker: string | undefined
  do {
    const query = { prefix, ...(marker !== undefined && { marker }) }
    const response = await send({ method: 'GET', key: '', query })
    if (!response.ok) throw await refusal(response)
    const page = await response.text()
    const files = [...filesIn(page)]
    yield* files
    marker = /<IsTruncated>\s*true/i.test(page) ? files.at(-1)?.key : undefined
  } while (marker !== undefined)
}

/** The answer is XML of a fixed form, in which keys cannot hold a `<`. */
function* filesIn(page: string): Generator<ListedFile> {
  for (const [, content = ''] of page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
    const key = valueOf(content, 'Key')
    if (key === undefined) continue
    const modified = Date.parse(valueOf(content, 'LastModified') ?? '') || 0
    yield { key, size: Number(valueOf(content, 'Size') ?? 0), modified }
  }
}

/** The text of the first element of this name. */
export function valueOf(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found?.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, unescape)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescape(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
  return entities[name ?? ''] ?? whole
}
