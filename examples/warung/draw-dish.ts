const WIDTH = 320
const HEIGHT = 240
const [X, Y] = [WIDTH / 2, HEIGHT / 2 - 4]

/** A number from 0 to 1, another one at each call, always the same row of them for the same dish. */
type Dice = () => number
/** Writes a part of the picture. */
type Draw = (color: string, dice: Dice) => string

/**
 * Draws a dish from above.
 *
 * Errors: a plain Error for a word that is no part of a dish.
 *
 * @param look what it is served in, what fills it, its colour, and what lies on it
 * @param name what makes two dishes of one look differ
 * @returns an SVG of 320 by 240
 * @example drawDish('bowl broth #eab53d egg leaf', 'Soto ayam')
 */
export function drawDish(look: string, name: string): string {
  const [vessel = '', filling = '', color = '', ...toppings] = look.split(' ')
  const dice = diceOf(name)
  const places = spread(toppings.length, dice, vessel === 'glass' ? 16 : 40)
  const parts = [
    partOf(vessels, vessel)(color, dice),
    partOf(fillings, filling)(color, dice),
    ...toppings.map((topping, index) => at(places[index], partOf(garnishes, topping)(color, dice))),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">${parts.join('')}</svg>`
}

function partOf(parts: Readonly<Record<string, Draw>>, word: string): Draw {
  const part = parts[word]
  if (!part) throw new Error(`"${word}" is no part of a dish. There are: ${Object.keys(parts).join(', ')}.`)
  return part
}

const cloth = (fill: string, line: string): string =>
  `<rect width="${WIDTH}" height="${HEIGHT}" fill="${fill}"/><path d="${Array.from({ length: 9 }, (_, n) => `M${n * 40 - 20} 0V${HEIGHT}M0 ${n * 40 - 20}H${WIDTH}`).join('')}" stroke="${line}" stroke-width="9" opacity=".35"/>`
const shadow = (rx: number, ry = rx): string =>
  `<ellipse cx="${X}" cy="${Y + 9}" rx="${rx}" ry="${ry}" fill="#2a1608" opacity=".22"/>`
const disc = (r: number, fill: string, more = ''): string =>
  `<circle cx="${X}" cy="${Y}" r="${r}" fill="${fill}" ${more}/>`

const vessels: Readonly<Record<string, Draw>> = {
  plate: () =>
    `${cloth('#e9d5b7', '#d9bd92')}${shadow(94)}${disc(92, '#fdfaf3')}${disc(92, 'none', 'stroke="#3b6a86" stroke-width="3"')}${disc(72, '#f3ecdf')}`,
  bowl: () =>
    `${cloth('#dfc9a6', '#cbaa7a')}${shadow(94)}${disc(92, '#f8f4ea')}${disc(87, 'none', 'stroke="#a4402c" stroke-width="4"')}${disc(80, '#e2d8c5')}`,
  leaf: () =>
    `${cloth('#c9a478', '#b58c5c')}${shadow(132, 82)}<path d="M18 ${Y}C60 14 240 10 304 ${Y - 12}C262 212 78 220 18 ${Y}Z" fill="#4f8a3f"/><path d="M18 ${Y}C110 ${Y - 14} 220 ${Y - 14} 304 ${Y - 12}" stroke="#86b865" stroke-width="4" fill="none"/>${Array.from({ length: 12 }, (_, n) => `<path d="M${58 + n * 19} ${Y - 8}l${n % 2 ? 16 : 12} ${n % 2 ? 66 : -66}" stroke="#6ba552" stroke-width="2" opacity=".6"/>`).join('')}`,
  basket: () =>
    `${cloth('#d8c3a5', '#c2a67c')}${shadow(112, 84)}<ellipse cx="${X}" cy="${Y}" rx="112" ry="82" fill="#b98545"/>${Array.from({ length: 28 }, (_, n) => `<path d="M${X} ${Y}l${round(112 * Math.cos(n * 0.2244))} ${round(82 * Math.sin(n * 0.2244))}" stroke="#8f6029" stroke-width="3"/>`).join('')}<ellipse cx="${X}" cy="${Y}" rx="92" ry="64" fill="#f6ead2"/>`,
  glass: () =>
    `${cloth('#c6d3c2', '#a9bda6')}<ellipse cx="${X}" cy="216" rx="62" ry="12" fill="#2a1608" opacity=".22"/><path d="M${X - 54} 34h108l-14 180h-80z" fill="#fff" opacity=".55"/>`,
}

const fillings: Readonly<Record<string, Draw>> = {
  rice: (color, dice) =>
    `<ellipse cx="${X}" cy="${Y}" rx="66" ry="56" fill="${color}"/>${scatter(90, dice, (x, y) => `<ellipse cx="${x}" cy="${y}" rx="4.5" ry="2" fill="${dice() > 0.5 ? '#fff' : '#6b3c12'}" opacity=".3" transform="rotate(${round(dice() * 180)} ${x} ${y})"/>`)}`,
  noodles: (color, dice) =>
    `${disc(64, color)}${scatter(26, dice, (x, y) => `<path d="M${x - 26} ${y}q14 ${round(dice() * 40 - 20)} 28 0t26 ${round(dice() * 20 - 10)}" stroke="${dice() > 0.4 ? '#fff1c4' : '#7c4a16'}" stroke-width="3" opacity=".45" fill="none" stroke-linecap="round"/>`, 0.72)}`,
  broth: (color, dice) =>
    `${disc(78, color)}${disc(78, 'none', 'stroke="#000" stroke-opacity=".12" stroke-width="8"')}${scatter(16, dice, (x, y) => `<circle cx="${x}" cy="${y}" r="${round(3 + dice() * 6)}" fill="#fff" opacity=".28"/>`)}`,
  pieces: (color, dice) => scatter(13, dice, (x, y) => chunk(x, y, color, dice), 0.8),
  skewers: (color) =>
    Array.from(
      { length: 5 },
      (_, n) =>
        `<g transform="rotate(-18 ${X} ${Y}) translate(${X - 92} ${Y - 52 + n * 25})"><path d="M0 8h178" stroke="#d9b77e" stroke-width="4"/>${Array.from({ length: 4 }, (__, m) => `<rect x="${46 + m * 29}" y="-2" width="26" height="20" rx="8" fill="${color}" stroke="#3a1c0b" stroke-opacity=".35" stroke-width="2"/>`).join('')}</g>`,
    ).join(''),
  greens: (color, dice) => scatter(34, dice, (x, y) => leaf(x, y, dice() > 0.45 ? color : '#a9c66c', dice)),
  balls: (color, dice) =>
    Array.from({ length: 7 }, (_, n) =>
      ball(
        X + (n === 6 ? 0 : 44 * Math.cos(n * 1.047)),
        Y + (n === 6 ? 0 : 38 * Math.sin(n * 1.047)),
        color,
        dice,
      ),
    ).join(''),
  drink: (color) =>
    `<path d="M${X - 50} 62h100l-12 148h-76z" fill="${color}"/><ellipse cx="${X}" cy="62" rx="50" ry="9" fill="#fff" opacity=".35"/><path d="M${X + 18} 10L${X + 2} 190" stroke="#c2452d" stroke-width="6" stroke-linecap="round" opacity=".85"/><path d="M${X - 38} 76l7 118" stroke="#fff" stroke-width="6" opacity=".3" stroke-linecap="round"/>`,
}

/** Drawn around 0, 0. */
const garnishes: Readonly<Record<string, Draw>> = {
  egg: () =>
    '<path d="M-26 2c-2-20 16-26 30-20 18 4 26 14 20 26-8 18-46 18-50-6z" fill="#fffdf4"/><circle r="10" fill="#f6b21f"/><circle cx="-3" cy="-3" r="3" fill="#ffe08a"/>',
  cracker: () =>
    '<path d="M-26 6c-8-14 4-28 18-24 8-10 28-4 26 10 12 4 8 22-6 22-10 8-34 6-38-8z" fill="#f7e3bd" stroke="#e0bd83" stroke-width="2"/><circle cx="-6" cy="-4" r="3" fill="#e7c791"/><circle cx="9" cy="3" r="3" fill="#e7c791"/>',
  cucumber: () =>
    [-14, 0, 14]
      .map(
        (x) =>
          `<circle cx="${x}" r="13" fill="#dcebb6" stroke="#4d8a3d" stroke-width="3"/><circle cx="${x}" r="5" fill="#c3dc92"/>`,
      )
      .join(''),
  chili: () =>
    '<path d="M-22 8c10-18 28-22 44-16-8 2-10 6-14 12-8 10-20 12-30 4z" fill="#cf2f1e"/><path d="M20-8l8-8" stroke="#3f7a32" stroke-width="4" stroke-linecap="round"/>',
  leaf: () =>
    '<path d="M-22 6C-14-14 10-18 24-8 12 14-8 18-22 6z" fill="#4b8b3b"/><path d="M-20 5C-6-2 8-6 22-8" stroke="#8dbf6c" stroke-width="2" fill="none"/>',
  tomato: () =>
    '<circle r="15" fill="#d8452c"/><circle r="11" fill="#ea6c4d"/><path d="M0-9V9M-8-5L8 5M-8 5L8-5" stroke="#f8c9a9" stroke-width="2.5"/>',
  strips: () =>
    [-14, -5, 4, 13]
      .map(
        (y, n) =>
          `<path d="M-26 ${y}q14 ${n % 2 ? 8 : -8} 50 2" stroke="#f3d27a" stroke-width="6" stroke-linecap="round" fill="none"/>`,
      )
      .join(''),
  tempe: () =>
    [-16, 8]
      .map(
        (x) =>
          `<rect x="${x}" y="-13" width="24" height="26" rx="5" fill="#9b6a33" stroke="#6b4219" stroke-width="2"/><circle cx="${x + 8}" cy="-3" r="3" fill="#d6ae70"/><circle cx="${x + 15}" cy="5" r="3" fill="#d6ae70"/>`,
      )
      .join(''),
  tofu: () =>
    [-18, 6]
      .map(
        (x, n) =>
          `<rect x="${x}" y="${n * 6 - 14}" width="24" height="22" rx="4" fill="#f8efd7" stroke="#d9b979" stroke-width="3"/>`,
      )
      .join(''),
  shallot: (_, dice) =>
    Array.from(
      { length: 9 },
      () =>
        `<circle cx="${round(dice() * 44 - 22)}" cy="${round(dice() * 30 - 15)}" r="5" fill="none" stroke="#a2521f" stroke-width="3"/>`,
    ).join(''),
  satay: () =>
    [-8, 8]
      .map(
        (y) =>
          `<path d="M-34 ${y}h68" stroke="#d9b77e" stroke-width="4"/><rect x="-14" y="${y - 7}" width="40" height="14" rx="6" fill="#7a4421"/>`,
      )
      .join(''),
  greens: (_, dice) =>
    Array.from({ length: 9 }, () => leaf(dice() * 40 - 20, dice() * 28 - 14, '#4b8b3b', dice)).join(''),
  sauce: () =>
    '<path d="M-36 2c0-18 20-22 36-18s38 2 36 18-20 20-38 16-34 0-34-16z" fill="#a8692d"/><path d="M-22-2c8-8 24-8 34-2" stroke="#d09a58" stroke-width="4" fill="none" stroke-linecap="round"/>',
  lime: () =>
    '<circle r="15" fill="#7fb03c"/><circle r="11.5" fill="#e6f0b0"/><path d="M0-10V10M-9-5L9 5M-9 5L9-5" stroke="#9cc65a" stroke-width="2"/>',
  pieces: (_, dice) => [-16, 0, 15].map((x, n) => chunk(x, n % 2 ? -8 : 6, '#7d4a22', dice, 0.7)).join(''),
  balls: (_, dice) => [-24, 4, 26].map((x, n) => ball(x, n === 1 ? -12 : 8, '#a9764a', dice)).join(''),
  sprout: () =>
    [-14, -4, 6, 16]
      .map(
        (x, n) =>
          `<path d="M${x} 12q${n % 2 ? 12 : -10}-12 2-24" stroke="#fbf7e4" stroke-width="4" fill="none" stroke-linecap="round"/><circle cx="${x + 2}" cy="-12" r="4" fill="#e6d268"/>`,
      )
      .join(''),
  carrot: () =>
    [-12, 10]
      .map((x) => `<circle cx="${x}" r="11" fill="#e9862c"/><circle cx="${x}" r="5" fill="#f5ad62"/>`)
      .join(''),
  corn: () =>
    [-12, 0, 12]
      .map(
        (x, n) =>
          `<circle cx="${x}" cy="${n % 2 ? -8 : 4}" r="8" fill="#f7cf45" stroke="#d9a722" stroke-width="2"/>`,
      )
      .join(''),
  crumbs: (_, dice) =>
    Array.from(
      { length: 26 },
      () =>
        `<circle cx="${round(dice() * 90 - 45)}" cy="${round(dice() * 60 - 30)}" r="${round(2 + dice() * 3)}" fill="#f2c771"/>`,
    ).join(''),
  coconut: (_, dice) =>
    Array.from({ length: 22 }, () => {
      const [x, y] = [round(dice() * 60 - 30), round(dice() * 56 - 28)]
      return `<path d="M${x} ${y}l7 ${round(dice() * 8 - 4)}" stroke="#fff" stroke-width="3" stroke-linecap="round"/>`
    }).join(''),
  sesame: (_, dice) =>
    Array.from(
      { length: 40 },
      () =>
        `<ellipse cx="${round(dice() * 72 - 36)}" cy="${round(dice() * 64 - 32)}" rx="3" ry="1.8" fill="#fdf3d3"/>`,
    ).join(''),
  jelly: () =>
    [-16, 0, 16]
      .map(
        (x, n) =>
          `<rect x="${x - 8}" y="${n % 2 ? -14 : -2}" width="16" height="16" rx="4" fill="${n % 2 ? '#d6506a' : '#5fa55a'}" opacity=".9"/>`,
      )
      .join(''),
  ice: () =>
    [-14, 6]
      .map(
        (x, n) =>
          `<rect x="${x}" y="${n * 10 - 14}" width="20" height="20" rx="4" fill="#fff" opacity=".6" transform="rotate(${n * 20 - 8})"/>`,
      )
      .join(''),
}

function chunk(x: number, y: number, color: string, dice: Dice, size = 1): string {
  const turn = round(dice() * 180)
  return `<g transform="translate(${round(x)} ${round(y)}) rotate(${turn}) scale(${size})"><rect x="-24" y="-15" width="48" height="30" rx="12" fill="${color}" stroke="#2a1406" stroke-opacity=".35" stroke-width="2"/><path d="M-14-5q12-7 26 0" stroke="#fff" stroke-opacity=".35" stroke-width="4" fill="none" stroke-linecap="round"/></g>`
}

function leaf(x: number, y: number, color: string, dice: Dice): string {
  return `<path d="M-15 0C-8-11 8-11 15 0 8 9-8 9-15 0z" fill="${color}" stroke="#1f3d14" stroke-opacity=".25" transform="translate(${round(x)} ${round(y)}) rotate(${round(dice() * 180)})"/>`
}

function ball(x: number, y: number, color: string, dice: Dice): string {
  const r = round(21 + dice() * 4)
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${r}" fill="${color}" stroke="#2a1406" stroke-opacity=".3" stroke-width="2"/><circle cx="${round(x - 6)}" cy="${round(y - 7)}" r="5" fill="#fff" opacity=".35"/>`
}

function at(place: readonly [number, number] | undefined, part: string): string {
  const [x, y] = place ?? [X, Y]
  return `<g transform="translate(${round(x)} ${round(y)})">${part}</g>`
}

/** Many small things over the filling. */
function scatter(count: number, dice: Dice, draw: (x: number, y: number) => string, reach = 1): string {
  return Array.from({ length: count }, () => {
    const [angle, far] = [dice() * Math.PI * 2, Math.sqrt(dice()) * 60 * reach]
    return draw(round(X + far * Math.cos(angle)), round(Y + far * 0.85 * Math.sin(angle)))
  }).join('')
}

/** Places around the middle, as far from each other as can be. */
function spread(count: number, dice: Dice, reach: number): readonly (readonly [number, number])[] {
  const start = dice() * Math.PI * 2
  return Array.from({ length: count }, (_, index) => {
    const angle = start + (index * Math.PI * 2) / count
    return [X + reach * Math.cos(angle), Y + 36 * Math.sin(angle)] as const
  })
}

function diceOf(text: string): Dice {
  let state = Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte) % 2_147_483_647, 7)
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
