import { gzipSync } from 'node:zlib'
import { be, type Bomb, times } from './bomb.ts'
import { png, zeros } from './png.ts'

/** What is no image of pixels, whatever it is called: none of it may be opened as one. */
export function otherBombs(): Bomb[] {
  return [...svgBombs(), ...boxBombs(), ...packedBombs(), ...polyglots()]
}

const svg = (content: string, head = ''): string =>
  `${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="200">${content}</svg>`

const layers = Array.from({ length: 14 }, (_, depth) => {
  const uses = `<use xlink:href="#l${depth}"/>`.repeat(10)
  return `<g id="l${depth + 1}">${uses}</g>`
}).join('')
const useBomb = svg(`<defs><rect id="l0" width="9" height="9"/>${layers}</defs><use xlink:href="#l14"/>`)
const laughs = Array.from(
  { length: 9 },
  (_, depth) => `<!ENTITY l${depth + 1} "${`&l${depth};`.repeat(10)}">`,
)
const entities = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">${laughs.join('')}]>`

function svgBombs(): Bomb[] {
  const plain = svg('<rect width="200" height="200" fill="red"/>')
  const wide = svg('<rect width="9" height="9"/>').replace(
    'width="200" height="200"',
    'width="99999" height="99999"',
  )
  const all: readonly (readonly [string, Buffer])[] = [
    ['that is harmless', Buffer.from(plain)],
    ['whose parts use one another 10^14 times', Buffer.from(useBomb)],
    ['whose entities laugh a billion times', Buffer.from(svg('<text>&l9;</text>', entities))],
    ['that reads a file', Buffer.from(svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'))],
    ['of 99,999x99,999', Buffer.from(wide)],
    ['with a mark in front', Buffer.from(`\ufeff${plain}`)],
    ['in UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plain, 'utf16le')])],
    ['behind blanks', Buffer.from(`${' \n'.repeat(2000)}${plain}`)],
    ['behind a comment', Buffer.from(`<!-- ${'x'.repeat(5000)} -->${plain}`)],
    ['packed', gzipSync(plain)],
    ['with 10,000 elements in each other', Buffer.from(svg('<g>'.repeat(10_000) + '</g>'.repeat(10_000)))],
  ]
  return all.flatMap(([title, bytes]) =>
    ['a.png', 'a.jpg', 'a.svg'].map((name): Bomb => ({
      title: `SVG ${title}, called ${name}`,
      name,
      bytes,
      thumb: 'no',
    })),
  )
}

/** Images in boxes (AVIF, HEIC, JPEG XL), and others whose heads lie; none is of a type that has thumbnails. */
function boxBombs(): Bomb[] {
  const bomb = (title: string, bytes: Buffer): Bomb => ({ title, name: 'a.png', bytes, thumb: 'no' })
  const sides = [0, 7000, 65_535, 0xffffffff]
  return [
    ...['avif', 'avis', 'heic', 'mif1', 'jxl '].flatMap((brand) =>
      sides.map((side) => bomb(`${brand.trim().toUpperCase()} of ${side}x${side}`, boxes(brand, side))),
    ),
    bomb('AVIF with 10,000 sizes', boxes('avif', 100, 10_000)),
    bomb(
      'BMP of 65,535x65,535',
      Buffer.concat([Buffer.from('BM'), Buffer.alloc(16), leSize(65_535), Buffer.alloc(40)]),
    ),
    bomb('TIFF whose tags follow themselves', Buffer.from('II*\0\x08\0\0\0\0\0\x08\0\0\0', 'latin1')),
    bomb(
      'PSD of 300,000x300,000',
      Buffer.concat([Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03', 'latin1'), be(300_000, 4), be(300_000, 4)]),
    ),
    bomb(
      'ICO with 65,535 pictures',
      Buffer.concat([Buffer.from([0, 0, 1, 0, 255, 255]), Buffer.alloc(4096)]),
    ),
    bomb('Portable pixmap of 99,999x99,999', Buffer.from('P6\n99999 99999\n255\n')),
    bomb(
      'Radiance of 99,999x99,999',
      Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 99999 +X 99999\n'),
    ),
    bomb('FITS', Buffer.from('SIMPLE  =                    T'.padEnd(2880))),
    bomb(
      'words for ImageMagick',
      Buffer.from('push graphic-context\nimage over 0,0 0,0 "https://x.test/"\n'),
    ),
  ]
}

function box(name: string, ...content: readonly Buffer[]): Buffer {
  const data = Buffer.concat(content)
  return Buffer.concat([be(data.length + 8, 4), Buffer.from(name), data])
}

function boxes(brand: string, side: number, count = 1): Buffer {
  const size = box('ispe', be(0, 4), be(side, 4), be(side, 4))
  const properties = box('iprp', box('ipco', times(count, size)))
  return Buffer.concat([
    box('ftyp', Buffer.from(brand), be(0, 4), Buffer.from(brand)),
    box('meta', be(0, 4), properties),
  ])
}

function leSize(side: number): Buffer {
  const size = Buffer.alloc(8)
  size.writeInt32LE(side, 0)
  size.writeInt32LE(side, 4)
  return size
}

/** Archives under the names of images: nobody unpacks them. */
function packedBombs(): Bomb[] {
  const gibibyte = zeros(1024 ** 3)
  const raw = gibibyte.subarray(2, -4)
  const gzip = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), raw, Buffer.alloc(8)])
  const entry = Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1')
  const zip = Buffer.concat([entry, Buffer.alloc(18), raw])
  const all: readonly (readonly [string, Buffer])[] = [
    ['gzip of 1 GiB', gzip],
    ['gzip in gzip', gzipSync(gzip)],
    ['zip of 1 GiB', zip],
    ['zlib of 1 GiB', gibibyte],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(100_000)],
  ]
  return all.flatMap(([title, bytes]) =>
    ['a.png', 'a.webp'].map((name): Bomb => ({
      title: `${title}, called ${name}`,
      name,
      bytes,
      thumb: 'no',
    })),
  )
}

/** Two things at once. */
function polyglots(): Bomb[] {
  const image = png({ width: 40, height: 40 })
  const script = Buffer.from('<script>alert(1)</script>')
  const all: readonly (readonly [string, Buffer, Bomb['thumb']])[] = [
    ['PNG with a page behind it', Buffer.concat([image, script]), 'maybe'],
    [
      'PNG with a zip behind it',
      Buffer.concat([image, Buffer.from('PK\x03\x04', 'latin1'), zeros(1e9)]),
      'maybe',
    ],
    ['PNG signature before an SVG', Buffer.concat([image.subarray(0, 8), Buffer.from(useBomb)]), 'no'],
    ['GIF that is a script', Buffer.from('GIF89a/*\0\0*/=1;alert(1)', 'latin1'), 'no'],
    ['GIF signature before an SVG', Buffer.from(`GIF89a${useBomb}`), 'no'],
    ['JPEG signature before an SVG', Buffer.from(`\xff\xd8\xff\xe0${useBomb}`, 'latin1'), 'no'],
    ['WebP signature before an SVG', Buffer.from(`RIFF\xff\0\0\0WEBPVP8 ${useBomb}`, 'latin1'), 'no'],
    ['PDF that is a PNG', Buffer.concat([Buffer.from('%PDF-1.7\n'), image]), 'no'],
  ]
  return all.map(([title, bytes, thumb]) => ({ title, name: 'a.png', bytes, thumb }))
}
