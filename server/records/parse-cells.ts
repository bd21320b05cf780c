import { z } from 'zod'
import { bag } from '../base/bag.ts'
import type { Cells } from './change.ts'
import type { Cell } from '../storage/dialect.ts'

const schema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))

/**
 * The cells that the change log has of a record; undefined where it has none. What cannot be read is an error of ours.
 *
 * @example parseCells('{"id":"r1","title":"Soto"}')
 */
export function parseCells(text: string | null): Cells | undefined {
  if (text === null) return undefined
  return Object.assign(bag<Cell>(), schema.parse(JSON.parse(text)))
}
