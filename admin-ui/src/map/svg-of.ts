import { type Arrow, type Card, type Diagram, heightOf, measure, type Place } from './diagram.ts'

/** The colours of the drawing, as they are on the page. */
export interface Ink {
  readonly ground: string
  readonly card: string
  readonly line: string
  readonly text: string
  readonly faint: string
  readonly arrow: string
}

const MARGIN = 24
const { width, head, row } = measure

/** The diagram as a file of its own, which needs nothing from this page. */
export function svgOf({ cards, arrows }: Diagram, places: ReadonlyMap<string, Place>, ink: Ink): string {
  const placed = cards.flatMap((card) => {
    const place = places.get(card.id)
    return place ? [{ card, ...place }] : []
  })
  const [left, top] = [Math.min(0, ...placed.map(({ x }) => x)), Math.min(0, ...placed.map(({ y }) => y))]
  const right = Math.max(0, ...placed.map(({ x }) => x + width))
  const bottom = Math.max(0, ...placed.map(({ card, y }) => y + heightOf(card)))
  const [wide, high] = [right - left + 2 * MARGIN, bottom - top + 2 * MARGIN]
  const box = [left - MARGIN, top - MARGIN, wide, high].join(' ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="${box}" font-family="Inter, system-ui, sans-serif" font-size="12">`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M1 1 7 4 1 7" fill="none" stroke="${ink.arrow}"/></marker></defs>`,
    `<rect x="${left - MARGIN}" y="${top - MARGIN}" width="${wide}" height="${high}" fill="${ink.ground}"/>`,
    ...arrows.map((arrow) => arrowSvg(arrow, cards, places, ink)),
    ...placed.map(({ card, x, y }) => cardSvg(card, { x, y }, ink)),
    '</svg>',
  ].join('\n')
}

function cardSvg(card: Card, { x, y }: Place, ink: Ink): string {
  const rows = card.rows.map(({ name, type }, at) => {
    const line = y + head + at * row + 16
    return `<text x="${x + 12}" y="${line}" fill="${ink.text}">${safe(name, 18)}</text><text x="${x + width - 12}" y="${line}" fill="${ink.faint}" text-anchor="end" font-size="11">${safe(type, 10)}</text>`
  })
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${heightOf(card)}" rx="8" fill="${ink.card}" stroke="${ink.line}"/>`,
    `<text x="${x + 12}" y="${y + 23}" fill="${ink.text}" font-size="13" font-weight="600">${safe(card.name, 26)}</text>`,
    `<path d="M${x} ${y + head - 2}h${width}" stroke="${ink.line}"/>`,
    ...rows,
  ].join('')
}

function arrowSvg(
  { from, field, to, isMany }: Arrow,
  cards: readonly Card[],
  places: ReadonlyMap<string, Place>,
  ink: Ink,
): string {
  const [start, end] = [places.get(from), places.get(to)]
  const at = cards.find(({ id }) => id === from)?.rows.findIndex(({ id }) => id === field) ?? -1
  if (!start || !end) return ''
  const [x1, y1] = [start.x + width, start.y + (at < 0 ? head / 2 : head + at * row + row / 2)]
  const [x2, y2] = [end.x, end.y + head / 2]
  const bend = Math.max(40, Math.abs(x2 - x1) / 2)
  const dashes = isMany ? ' stroke-dasharray="5 3"' : ''
  return `<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="${ink.arrow}" stroke-width="1.5"${dashes} marker-end="url(#tip)"/>`
}

/** Names are made by people: cut where they are too long for their place, and never read as marks. */
function safe(words: string, most: number): string {
  const shown = words.length > most ? `${words.slice(0, most - 1)}…` : words
  return shown.replaceAll(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
