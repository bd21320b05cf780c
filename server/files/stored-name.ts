import { randomString } from '../base/id.ts'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const RANDOM = 10
/** Bytes of a client's name that count. */
const MOST_BYTES = 300
const MOST_EXTENSION = 20
const LEAST_BASE = 3
const MOST_BASE = 100

/**
 * The name under which an upload is kept (contract services.md §4.2): words of the client's name, ten random
 * characters, and the extension. It has nothing in it that a path or an address could stumble over.
 *
 * @param clientName what the client calls the file
 * @param found the extension that goes with its content, with its dot; for names that have none of their own
 * @example storedName('My File(1).PNG', '.png') // 'my_file_1_k2j9x0q7w2.PNG'
 * @example storedName('a.tar.gz', '.gz') // 'a3f8s0d2k1q_9z8x7c6v5b.tar.gz'
 */
export function storedName(clientName: string, found: string): string {
  const name = lastBytes(clientName)
  const own = name.slice(extensionAt(name))
  const cleaned = cleanExtension(own) || found
  const extension = cleaned.length > MOST_EXTENSION ? cleaned.slice(-MOST_EXTENSION) : cleaned
  const words = snake(trimDots(name.slice(0, name.length - own.length)))
  const base = words.length < LEAST_BASE ? words + random() : words.slice(0, MOST_BASE)
  return `${base}_${random()}${extension}`
}

function random(): string {
  return randomString(RANDOM, ALPHABET)
}

/** A character that is cut in two becomes one that no name keeps. */
function lastBytes(name: string): string {
  const bytes = Buffer.from(name)
  return bytes.length > MOST_BYTES ? bytes.subarray(-MOST_BYTES).toString() : name
}

/** Where the extension begins: at the last dot but one, so that `.tar.gz` stays together. */
function extensionAt(name: string): number {
  const last = name.lastIndexOf('.')
  if (last < 0) return name.length
  const before = last > 0 ? name.lastIndexOf('.', last - 1) : -1
  return before < 0 ? last : before
}

function cleanExtension(extension: string): string {
  const kept = trimDots(extension.replaceAll(/[^\w.*\-+=#]/g, ''))
  return kept === '' ? '' : `.${kept}`
}

function trimDots(text: string): string {
  return text.replace(/^\.+/, '').replace(/\.+$/, '')
}

/** Words in lower case with `_` between them. */
export function snake(text: string): string {
  return text
    .split(/[\W_]+/)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll(/([^A-Z])([A-Z])/g, '$1_$2'))
    .join('_')
    .toLowerCase()
}
