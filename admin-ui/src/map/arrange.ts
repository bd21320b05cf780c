import { Graph, layout } from '@dagrejs/dagre'
import { type Diagram, heightOf, measure, type Place } from './diagram.ts'

/** From the edge of one column to the next; room for the arrows. */
const COLUMNS = 96
const ROWS = 28
/** Cards without relations stand below the others, so many beside each other. */
const ABREAST = 4

/** Places for all cards, so that the arrows go from left to right and cross as little as may be. */
export function arrange({ cards, arrows }: Diagram): Map<string, Place> {
  const bound = new Set(arrows.filter(({ from, to }) => from !== to).flatMap(({ from, to }) => [from, to]))
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', ranksep: COLUMNS, nodesep: ROWS })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const card of cards)
    if (bound.has(card.id)) graph.setNode(card.id, { width: measure.width, height: heightOf(card) })
  for (const { from, to } of arrows) if (from !== to) graph.setEdge(from, to)
  layout(graph)
  const places = new Map<string, Place>()
  let bottom = 0
  for (const card of cards) {
    if (!bound.has(card.id)) continue
    const { x, y } = graph.node(card.id)
    const height = heightOf(card)
    // dagre answers the middle.
    places.set(card.id, { x: Math.round(x - measure.width / 2), y: Math.round(y - height / 2) })
    bottom = Math.max(bottom, y + height / 2 + COLUMNS / 2)
  }
  placeLoose(
    cards.filter(({ id }) => !bound.has(id)),
    bottom,
    places,
  )
  return places
}

function placeLoose(loose: Diagram['cards'], top: number, places: Map<string, Place>): void {
  let [y, tallest] = [Math.round(top), 0]
  for (const [at, card] of loose.entries()) {
    const column = at % ABREAST
    if (column === 0 && at > 0) [y, tallest] = [y + tallest + ROWS, 0]
    places.set(card.id, { x: column * (measure.width + ROWS), y })
    tallest = Math.max(tallest, heightOf(card))
  }
}
