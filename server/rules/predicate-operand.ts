import type { Cell } from '../storage/dialect.ts'
import type { Called, Changed, Column, Json, Operand, Place, Settled } from './bound.ts'
import { jsonAt, jsonCell, listItems, listLength } from './json.ts'
import type { Operators } from './operators.ts'
import type { RuleContext } from './scope.ts'
import { traitOf } from './trait.ts'
import { foldCase, toText, type Value } from './value.ts'

/** One record, and the items of its lists that are looked at. */
export interface Row {
  readonly cells: Readonly<Record<string, Cell>>
  readonly context: RuleContext
  readonly items: ReadonlyMap<Place, Value>
}

export type Read = (row: Row) => Value

/** Can the operand be read from the record and the request alone? */
export function isLocal(operand: Operand): boolean {
  switch (operand.kind) {
    case 'late':
      return operand.isLocal
    case 'column':
    case 'json':
      return isOwn(operand.place)
    case 'length':
      return isOwn(operand.of.place)
    case 'lower':
      return isLocal(operand.of)
    case 'changed':
      return isOwn(operand.stored.place)
    case 'call':
      return operand.definition.test(operand.args) !== undefined && operand.args.every(isLocal)
    case 'element': {
      const { link } = operand.place
      return link.kind === 'items' && (link.list.kind === 'request' || isOwn(link.list.place))
    }
    case 'constant':
    case 'literal':
    case 'request':
      return true
  }
}

function isOwn({ link }: Place): boolean {
  return link.kind === 'base' || link.kind === 'requester'
}

/** What reading depends on beyond the operand. */
export interface Reading {
  readonly operators: Operators
  /** Are the cells those of a record that is not stored yet, so that no column has converted them? */
  readonly isVirtual: boolean
}

/** How a local operand is read. */
export function readOf(reading: Reading, operand: Settled): Read {
  switch (operand.kind) {
    case 'constant':
      return () => operand.value
    case 'literal': {
      const value = operand.value === null ? null : BigInt(operand.value)
      return () => value
    }
    case 'request':
      return ({ context }) => operand.read(context)
    case 'column':
      return cellOf(operand)
    case 'json':
      return jsonOf(reading, operand)
    case 'length': {
      const list = cellOf(operand.of)
      return (row) => listLength(list(row))
    }
    case 'element':
      return ({ items }) => items.get(operand.place) ?? null
    case 'lower':
      return lowerOf(reading, operand.of)
    case 'changed':
      return changedOf(reading, operand)
    case 'call':
      return calledOf(reading, operand)
  }
}

/** A cell of the record itself, or of the requester's. */
function cellOf({ place, field: { name } }: Omit<Column, 'kind'>): (row: Row) => Cell {
  if (place.link.kind === 'requester') return ({ context }) => context.auth?.cells[name] ?? null
  return ({ cells }) => cells[name] ?? null
}

function jsonOf({ isVirtual }: Reading, operand: Json): Read {
  const cell = cellOf(operand)
  const { path, place } = operand
  // Who asks is stored, whatever becomes of the record.
  if (isVirtual && place.link.kind !== 'requester') return (row) => jsonAt(cell(row), path)
  return (row) => jsonAt(jsonCell(cell(row)), path)
}

function lowerOf(reading: Reading, operand: Settled): Read {
  const read = readOf(reading, operand)
  const { isIntegral } = traitOf(operand)
  return (row) => {
    const text = toText(read(row), isIntegral)
    return text === null ? null : foldCase(text)
  }
}

/** `submitted IS NOT stored`, when it was submitted at all. */
function changedOf(reading: Reading, { stored, submitted, isSubmitted }: Changed): Read {
  const read = readOf(reading, stored)
  const differs = reading.operators['!='].test({ ...traitOf(submitted), isExact: true }, traitOf(stored))
  return (row) =>
    isSubmitted.read(row.context) === 1 && differs(submitted.read(row.context), read(row)) === true ? 1 : 0
}

function calledOf(reading: Reading, { definition, args }: Called): Read {
  const test = definition.test(args)
  if (!test) throw new Error(`${definition.name} with these values is for the database`)
  const reads = args.map((arg) => readOf(reading, arg))
  return (row) => test(reads.map((read) => read(row)))
}

/** The rows that the items of a list give: none give one row without a value, as a LEFT JOIN does. */
export function itemsOf(place: Place): (row: Row) => readonly Value[] {
  const { link } = place
  if (link.kind !== 'items') throw new Error('only lists have items')
  const { list } = link
  const cell: (row: Row) => Cell =
    list.kind === 'request' ? ({ context }) => list.read(context) : cellOf(list)
  return (row) => {
    const items = listItems(cell(row))
    return items.length === 0 ? nothing : items
  }
}

const nothing: readonly Value[] = [null]
