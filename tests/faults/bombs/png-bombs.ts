import { be, type Bomb, broken, noise, times } from './bomb.ts'
import { png, pngChunk, type PngForm, pngHead, pngSignature, zeros } from './png.ts'

const GIB = 1024 ** 3
/** Bytes: bodies of absurd sizes are not made larger than this when unpacked. */
const MOST_BODY = GIB

const forms = [
  { depth: 1, samples: 1 },
  { depth: 8, samples: 3 },
  { depth: 16, samples: 4 },
] as const

const sizes: readonly (readonly [number, number])[] = [
  [16_000, 16_000],
  [40_000, 40_000],
  [65_535, 65_535],
  [0x7fffffff, 0x7fffffff],
  [0xffffffff, 0xffffffff],
  [0x7fffffff, 1],
  [1, 0x7fffffff],
  [0, 0],
]

/** PNG: absurd sizes, bodies and texts that unpack to gigabytes, forms that are held whole, thousands of pieces. */
export async function pngBombs(): Promise<Bomb[]> {
  const bomb = (title: string, bytes: Buffer, thumb: Bomb['thumb'] = 'maybe'): Bomb => ({
    title: `PNG ${title}`,
    name: 'a.png',
    bytes,
    thumb,
  })
  const small = { width: 40, height: 40 }
  const plain = await noise(120, 90).png().toBuffer()
  return [
    ...sizes.flatMap(([width, height]) =>
      forms.map((form) => {
        const body = zeros(Math.min(MOST_BODY, (width * height * form.depth * form.samples) / 8))
        return bomb(
          `${width}x${height} ${labelOf(form)}`,
          png({ width, height, ...form, pixels: body }),
          'no',
        )
      }),
    ),
    ...nearLimit(bomb),
    bomb(
      '7000x7000 lying on its side',
      png({ width: 7000, height: 7000, depth: 16, samples: 4, before: [turned] }),
      'no',
    ),
    bomb('40,000x4', png({ width: 40_000, height: 4 })),
    bomb('4x40,000', png({ width: 4, height: 40_000 })),
    bomb('with a text of 1 GiB', png({ ...small, before: [packedText('zTXt')] })),
    bomb('with an international text of 1 GiB', png({ ...small, before: [packedText('iTXt')] })),
    bomb('with a colour profile of 1 GiB', png({ ...small, before: [packedText('iCCP')] })),
    bomb('with 200 texts of 16 MiB', png({ ...small, before: [times(200, packedText('zTXt', GIB / 64))] })),
    bomb('with 1 GiB for one pixel', png({ width: 1, height: 1, pixels: zeros(GIB) })),
    bomb('with 100,000 empty pieces', png({ ...small, before: [times(100_000, pngChunk('IDAT', empty))] })),
    bomb(
      'with 100,000 texts',
      png({ ...small, before: [times(100_000, pngChunk('tEXt', Buffer.from('a\0b')))] }),
    ),
    bomb('with two heads', png({ ...small, before: [pngHead({ width: 60_000, height: 60_000 })] })),
    bomb('with a palette of nothing', png({ ...small, before: [pngChunk('PLTE', empty)] })),
    bomb('without pixels', png({ ...small, pixels: empty }), 'no'),
    bomb('of a head alone', Buffer.concat([pngSignature, pngHead(small)]), 'no'),
    bomb('of a signature alone', pngSignature, 'no'),
    bomb('with 5,000 frames', png({ ...small, before: [animation(5000)], behind: [frames(5000, 40, 40)] })),
    bomb(
      'with frames of 60,000x60,000',
      png({ ...small, before: [animation(9)], behind: [frames(9, 60_000, 60_000)] }),
    ),
    bomb('with 4,294,967,295 frames that are not there', png({ ...small, before: [animation(0xffffffff)] })),
    ...broken('noise.png', plain, 10),
  ]
}

const empty = Buffer.alloc(0)
/** EXIF with nothing but an orientation, in which rows are columns. */
const turned = pngChunk(
  'eXIf',
  Buffer.from('II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0', 'latin1'),
)

/** Of fewer pixels than are refused: what costs most is what has to be held whole to be shown. */
function nearLimit(bomb: (title: string, bytes: Buffer) => Bomb): Bomb[] {
  return forms.flatMap((form) =>
    [false, true].map((isInterlaced) =>
      bomb(
        `7000x7000 ${labelOf(form)}${isInterlaced ? ', interlaced' : ''}`,
        png({ width: 7000, height: 7000, ...form, isInterlaced }),
      ),
    ),
  )
}

function labelOf({ depth, samples }: Pick<PngForm, 'depth' | 'samples'>): string {
  return `${samples} x ${depth} bits`
}

function packedText(name: 'zTXt' | 'iTXt' | 'iCCP', bytes = GIB): Buffer {
  const head = name === 'iTXt' ? 'a\0\x01\0\0\0' : 'a\0\0'
  return pngChunk(name, Buffer.concat([Buffer.from(head, 'latin1'), zeros(bytes)]))
}

function animation(count: number): Buffer {
  return pngChunk('acTL', Buffer.concat([be(count, 4), be(0, 4)]))
}

function frames(count: number, width: number, height: number): Buffer {
  const body = zeros(40 * 41)
  return Buffer.concat(
    Array.from({ length: count }, (_, place) => {
      const numbers = [place * 2, width, height, 0, 0].map((value) => be(value, 4))
      const head = pngChunk('fcTL', Buffer.concat([...numbers, be(1, 2), be(100, 2), Buffer.alloc(2)]))
      return Buffer.concat([head, pngChunk('fdAT', Buffer.concat([be(place * 2 + 1, 4), body]))])
    }),
  )
}
