import { problem, type Problem } from '../base/problem.ts'
import { baseType } from '../files/sniff.ts'
import type { Upload } from '../files/upload.ts'
import { elements, listOf, type Elements } from './elements.ts'
import type { CheckContext, FieldType } from './field-type.ts'
import { countOption, nullableTagsOption, switchOption } from './options.ts'
import { badSize, below, checkEach, problemsOf } from './setting-checks.ts'
import { toStringList } from './string-list.ts'

export interface FileOptions {
  readonly maxSelect: number
  readonly maxSize: number
  readonly mimeTypes: readonly string[] | null
  readonly thumbs: readonly string[] | null
  readonly protected: boolean
}

const defaultMaxSize = 5 * 1024 * 1024

/** The stored names of one or several files; the files themselves are kept beside the database (contract data.md §3.12). */
export const file: FieldType<FileOptions, Elements> = {
  ...elements,
  name: 'file',
  options: {
    maxSelect: countOption('Most files'),
    maxSize: countOption('Most bytes a file'),
    mimeTypes: nullableTagsOption('MIME types'),
    thumbs: nullableTagsOption('Sizes of thumbnails'),
    protected: switchOption('Needs a file token'),
  },
  check: (value, options, context) =>
    checkNames(value, options, context) ?? checkUploads(value, options, context),
  files: {
    check: checkUpload,
    isProtected: (options) => options.protected,
    thumbs: (options) => options.thumbs ?? [],
  },
  checkOptions: (options) =>
    problemsOf({
      maxSelect: below(options.maxSelect, 0),
      maxSize: badSize(options.maxSize),
      thumbs: checkEach(options.thumbs ?? [], checkThumb),
    }),
  bodyBudget: (options) => (options.maxSize || defaultMaxSize) * Math.max(options.maxSelect, 1),
}

/** Plain text can only name a file that the record has: new ones come as uploads. */
function checkNames(value: Elements, options: FileOptions, context: CheckContext): Problem | undefined {
  const names = listOf(value)
  const stored = new Set(toStringList(context.stored))
  const invalidFiles = names.filter((name) => !stored.has(name) && !context.uploads?.has(name))
  if (invalidFiles.length > 0) {
    return problem('validation_invalid_file', 'The record has no such file; send new files as uploads.', {
      invalidFiles,
    })
  }
  const most = Math.max(options.maxSelect, 1)
  if (names.length <= most) return undefined
  return problem('validation_too_many_files', `Keep at most ${most}.`, { maxSelect: most })
}

function checkUploads(value: Elements, options: FileOptions, { uploads }: CheckContext): Problem | undefined {
  if (!uploads) return undefined
  for (const name of listOf(value)) {
    const upload = uploads.get(name)
    const found = upload && checkUpload(upload, options)
    if (found) return found
  }
  return undefined
}

/** Size and type of a new file; its name is ours, and good by the way it is made. */
function checkUpload(upload: Upload, options: FileOptions): Problem | undefined {
  const { originalName, size, type } = upload
  const maxSize = options.maxSize || defaultMaxSize
  if (size > maxSize) {
    return problem('validation_file_size_limit', `"${originalName}" is larger than ${maxSize} bytes.`, {
      file: originalName,
      maxSize,
    })
  }
  const types = options.mimeTypes ?? []
  if (types.length === 0 || types.some((allowed) => baseType(allowed) === baseType(type))) return undefined
  return problem('validation_invalid_mime_type', `"${originalName}" is none of ${types.join(', ')}.`, {
    mimeTypes: types,
  })
}

const thumbSize = /^\d+x\d+[tbf]?$/
const noSize = /^0x0[tbf]?$/

function checkThumb(size: string): Problem | undefined {
  if (noSize.test(size)) return problem('validation_not_in_invalid', 'Give a width or a height.')
  if (thumbSize.test(size)) return undefined
  return problem(
    'validation_match_invalid',
    'Write sizes as 100x100, 100x0, 0x100, 100x100t, 100x100b or 100x100f.',
  )
}
