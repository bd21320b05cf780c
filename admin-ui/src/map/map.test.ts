import type { FieldJson } from '@dapur/sdk'
import { expect, test } from 'vitest'
import { arrange } from './arrange.ts'
import { type Card, type Diagram, diagramOf, heightOf, measure } from './diagram.ts'
import { svgOf } from './svg-of.ts'

const ink = { ground: '#fff', card: '#fff', line: '#ccc', text: '#000', faint: '#777', arrow: '#777' }

function field(name: string, more: Partial<FieldJson> = {}): FieldJson {
  return { id: name, name, type: 'text', system: false, hidden: false, presentable: false, ...more }
}

const relation = (name: string, to: string, maxSelect = 1): FieldJson =>
  field(name, { type: 'relation', collectionId: to, maxSelect })

const collection = (name: string, fields: FieldJson[], system = false) =>
  ({ id: name, name, type: 'base', system, fields }) as const

/** Cards that lie on each other. */
function overlaps(diagram: Diagram): string[] {
  const places = arrange(diagram)
  const boxOf = (card: Card) => {
    const { x, y } = places.get(card.id) ?? { x: 0, y: 0 }
    return { left: x, right: x + measure.width, top: y, bottom: y + heightOf(card) }
  }
  return diagram.cards.flatMap((one, at) =>
    diagram.cards.slice(at + 1).flatMap((other) => {
      const [a, b] = [boxOf(one), boxOf(other)]
      const isApart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
      return isApart ? [] : [`${one.name} ${other.name}`]
    }),
  )
}

test('relations become arrows, those to collections that are not shown do not', () => {
  const all = [
    collection('dishes', [field('name'), relation('menu', 'menus'), relation('tags', 'tags', 9)]),
    collection('menus', [relation('parent', 'menus'), relation('by', 'staff')]),
    collection('tags', []),
    collection('staff', [], true),
  ]
  const { cards, arrows } = diagramOf(all, false)
  expect(cards.map(({ name }) => name)).toEqual(['dishes', 'menus', 'tags'])
  expect(arrows.map(({ from, to, isMany }) => [from, to, isMany])).toEqual([
    ['dishes', 'menus', false],
    ['dishes', 'tags', true],
    ['menus', 'menus', false],
  ])
  expect(diagramOf(all, true).arrows).toHaveLength(4)
})

test('a hundred collections, bound and loose and in a ring, find places apart from each other', () => {
  const all = Array.from({ length: 100 }, (_, at) =>
    collection(`c${at}`, [
      ...Array.from({ length: at % 7 }, (__, row) => field(`f${row}`)),
      ...(at % 3 === 0 ? [relation('next', `c${(at + 3) % 99}`)] : []),
    ]),
  )
  const diagram = diagramOf(all, false)
  expect(diagram.arrows).not.toEqual([])
  expect(arrange(diagram).size).toBe(100)
  expect(overlaps(diagram)).toEqual([])
})

test('the file has every name as text, whatever is in it', () => {
  const diagram = diagramOf([collection('<script>alert("1")', [field('a & b')])], false)
  const svg = svgOf(diagram, arrange(diagram), ink)
  expect(svg).not.toContain('<script')
  expect(svg).toContain('&#60;script&#62;')
  expect(svg).toContain('a &#38; b')
})
