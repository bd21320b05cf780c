import { problem } from '../base/problem.ts'
import type { FieldType } from './field-type.ts'
import { countOption, switchOption } from './options.ts'
import { plainText } from './plain-text.ts'
import { badSize, problemsOf } from './setting-checks.ts'

export interface EditorOptions {
  readonly maxSize: number
  readonly convertURLs: boolean
}

const defaultMaxSize = 5 * 1024 * 1024

function maxSizeOf(options: EditorOptions): number {
  return options.maxSize || defaultMaxSize
}

/** Rich text: HTML that is kept as it came, so whoever shows it has to sanitise it (contract data.md §3.5). */
export const editor: FieldType<EditorOptions, string> = {
  ...plainText,
  name: 'editor',
  options: {
    maxSize: countOption('Most bytes'),
    convertURLs: switchOption('Shorten addresses of this server'),
  },
  column: () => 'text',
  check: (value, options) => {
    const maxSize = maxSizeOf(options)
    if (Buffer.byteLength(value) <= maxSize) return undefined
    return problem('validation_content_size_limit', `Use at most ${maxSize} bytes.`, { maxSize })
  },
  checkOptions: (options) => problemsOf({ maxSize: badSize(options.maxSize) }),
  bodyBudget: maxSizeOf,
}
