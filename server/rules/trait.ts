import type { Place, Settled } from './bound.ts'
import type { ScopeField } from './scope.ts'
import type { Trait } from './value.ts'

const open: Trait = {
  affinity: 'none',
  isExact: false,
  isBound: false,
  isParameter: false,
  isIntegral: false,
}
const parameter: Trait = { ...open, isBound: true, isParameter: true }
const literal: Trait = { ...open, isBound: true, isIntegral: true }
const whole: Trait = { ...open, isIntegral: true }

/** What is known of an operand before there is a value. */
export function traitOf(operand: Settled): Trait {
  switch (operand.kind) {
    case 'constant':
    case 'request':
      return parameter
    case 'literal':
      return literal
    case 'column': {
      const affinity = columnAffinity(operand.field)
      // Cells of the requester and of a record that is not stored yet are parameters: what is no text and no number
      // has no affinity there.
      const isBare = operand.field.kind === 'list' && isParameterRow(operand.place)
      return { ...whole, affinity: isBare ? 'none' : affinity }
    }
    case 'json':
      return { ...open, isExact: true }
    case 'length':
      return whole
    case 'element':
      return { ...open, affinity: 'blob' }
    case 'lower':
      return { ...open, isExact: traitOf(operand.of).isExact }
    case 'changed':
      return { ...whole, isExact: true }
    case 'call':
      return { ...open, isExact: operand.definition.isExact }
  }
}

function isParameterRow({ link, collection }: Place): boolean {
  return link.kind === 'requester' || (link.kind === 'base' && link.table !== collection?.name)
}

/** SQLite's affinity of the column behind a field (contract data.md §3.1): BOOLEAN and JSON are NUMERIC. */
function columnAffinity({ kind }: ScopeField): 'text' | 'numeric' {
  return kind === 'text' || kind === 'date' ? 'text' : 'numeric'
}
