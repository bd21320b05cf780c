import { breath } from '../base/breath.ts'
import { md5Of, sniffType } from './sniff.ts'
import { storedName } from './stored-name.ts'

/** A file that came with a request and lies in a temporary place. */
export interface ArrivedFile {
  /** The name of its part, with a modifier perhaps: `photos+`. */
  readonly field: string
  /** The client's name for it. */
  readonly name: string
  readonly path: string
  /** Bytes. */
  readonly size: number
}

/** The same, looked at: the name that it will be kept under, and what is in it. */
export interface Upload extends Omit<ArrivedFile, 'name'> {
  /** The stored name: the value of its field. */
  readonly name: string
  readonly originalName: string
  /** Found in the content. */
  readonly type: string
  readonly md5: string
}

/**
 * Look at a file that came with a request.
 *
 * @example (await readUpload({ field: 'photo', name: 'Soto.PNG', path, size: 812 })).name // 'soto_k2j9x0q7w2.PNG'
 */
export async function readUpload({ field, name, path, size }: ArrivedFile): Promise<Upload> {
  await breath()
  const { type, extension } = await sniffType(path)
  await breath()
  return {
    field,
    name: storedName(name, extension),
    originalName: name,
    path,
    size,
    type,
    md5: await md5Of(path),
  }
}
