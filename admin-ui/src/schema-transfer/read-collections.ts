import { parsedJson } from '../parsed-json.ts'
import { isJson, type Json } from './value-changes.ts'

/**
 * The collections in a text: a list, or an object that has it as `collections`. Undefined where there are none.
 *
 * @example readCollections('[{"name":"posts"}]') // [{ name: 'posts' }]
 */
export function readCollections(text: string): Json[] | undefined {
  const value = parsedJson(text)
  const list = isJson(value) ? value['collections'] : value
  return Array.isArray(list) && list.length > 0 && list.every(isJson) ? list : undefined
}
