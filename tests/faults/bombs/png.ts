import { crc32, deflateRawSync, constants } from 'node:zlib'

/** What a PNG says of itself, and what it does not keep. */
export interface PngForm {
  readonly width: number
  readonly height: number
  readonly depth?: 1 | 8 | 16
  /** Samples of a pixel: grey, RGB or RGBA. */
  readonly samples?: 1 | 3 | 4
  readonly isInterlaced?: boolean
  /** Chunks before the pixels. */
  readonly before?: readonly Buffer[]
  /** Chunks behind them. */
  readonly behind?: readonly Buffer[]
  /** Bytes of the pixels; black when nothing is said, as many as the form needs. */
  readonly pixels?: Buffer
}

export const pngSignature: Buffer = Buffer.from('89504e470d0a1a0a', 'hex')

const colours = { 1: 0, 3: 2, 4: 6 } as const

/**
 * A PNG, whatever nonsense its head says. Its black pixels are packed without ever being unpacked: gigabytes of them
 * cost nothing here.
 *
 * @example png({ width: 16_000, height: 16_000, samples: 3 })
 */
export function png(form: PngForm): Buffer {
  const { before = [], behind = [], pixels = zeros(bytesOf(form)) } = form
  return Buffer.concat([
    pngSignature,
    pngHead(form),
    ...before,
    pngChunk('IDAT', pixels),
    ...behind,
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** The first chunk. */
export function pngHead({ width, height, depth = 8, samples = 1, isInterlaced = false }: PngForm): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data[8] = depth
  data[9] = colours[samples]
  data[12] = isInterlaced ? 1 : 0
  return pngChunk('IHDR', data)
}

/** One chunk, with its sum. */
export function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

function bytesOf({ width, height, depth = 8, samples = 1, isInterlaced = false }: PngForm): number {
  const bytes = height * (1 + Math.ceil((width * depth * samples) / 8))
  // The seven passes have up to twice as many rows, each with a byte in front.
  return isInterlaced ? bytes + height * 2 + 64 : bytes
}

const PIECE = 1024 * 1024
let packedPiece: Buffer | undefined

/**
 * So many zeros in the form of zlib, at about a thousandth of their size.
 *
 * @param count bytes when unpacked
 */
export function zeros(count: number): Buffer {
  packedPiece ??= packed(PIECE)
  const pieces = Array.from({ length: Math.floor(count / PIECE) }, () => packedPiece ?? packed(PIECE))
  const sum = Buffer.alloc(4)
  // Adler-32 of zeros: the first half stays 1, the second counts them.
  sum.writeUInt16BE(count % 65_521, 0)
  sum.writeUInt16BE(1, 2)
  return Buffer.concat([
    Buffer.from([0x78, 0x9c]),
    ...pieces,
    packed(count % PIECE),
    Buffer.from([0x03, 0x00]),
    sum,
  ])
}

/** Ends on a byte, so that another piece can follow. */
function packed(count: number): Buffer {
  return deflateRawSync(Buffer.alloc(count), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
}
