import { HANDSHAKE } from '../../bench/web-client.ts'

/** Bytes that somebody sends who means no good, and how the line has to end. */
export interface Attack {
  readonly title: string
  /** Sent instead of the usual handshake. */
  readonly handshake?: string
  /** Sent behind it, one after the other, until the line is cut. */
  readonly pieces: Iterable<Buffer>
  /** The code of the good-bye, or the status of the answer where nobody was let in. */
  readonly end: number
  /** It goes on when the line is cut, so that the good-bye may be lost with what it still sends. */
  readonly isFlood?: boolean
}

const [CONTINUATION, TEXT, CLOSE, PING] = [0x0, 0x1, 0x8, 0x9]
const FIN = 0x80
const MASK = Buffer.alloc(4)
const MIB = 1024 * 1024

/**
 * What RFC 6455 forbids or lets us refuse, and what others have stumbled over (`reliability.md` §1.5 W2).
 *
 * @example for (const { title, pieces, end } of attacks) …
 */
export const attacks: readonly Attack[] = [
  { title: 'invalid UTF-8', pieces: [frame(FIN | TEXT, Buffer.from([0xc3, 0x28]))], end: 1007 },
  {
    title: 'UTF-8 that breaks off in the last of three pieces',
    pieces: [
      frame(TEXT, Buffer.from('a')),
      frame(CONTINUATION, Buffer.from([0xe2])),
      frame(FIN, Buffer.from([0x82])),
    ],
    end: 1007,
  },
  {
    title: 'a good-bye in invalid UTF-8',
    pieces: [frame(FIN | CLOSE, Buffer.from([0x03, 0xe8, 0xff]))],
    end: 1007,
  },
  { title: 'the bit RSV1', pieces: [frame(FIN | 0x40 | TEXT, 'a')], end: 1002 },
  { title: 'the bit RSV2', pieces: [frame(FIN | 0x20 | TEXT, 'a')], end: 1002 },
  { title: 'the bit RSV3', pieces: [frame(FIN | 0x10 | TEXT, 'a')], end: 1002 },
  { title: 'an opcode that is none', pieces: [frame(FIN | 0x3, 'a')], end: 1002 },
  { title: 'a frame without a mask', pieces: [Buffer.from([FIN | TEXT, 1, 0x61])], end: 1002 },
  { title: 'a ping in pieces', pieces: [frame(PING, 'a')], end: 1002 },
  { title: 'a ping of 126 bytes', pieces: [frame(FIN | PING, 'a'.repeat(126))], end: 1002 },
  { title: 'the rest of what never began', pieces: [frame(FIN | CONTINUATION, 'a')], end: 1002 },
  {
    title: 'a second message before the first is whole',
    pieces: [frame(TEXT, 'a'), frame(FIN | TEXT, 'b')],
    end: 1002,
  },
  { title: 'a good-bye of one byte', pieces: [frame(FIN | CLOSE, 'a')], end: 1002 },
  {
    title: 'a good-bye with a code that nobody may send',
    pieces: [frame(FIN | CLOSE, Buffer.from([0x03, 0xed]))],
    end: 1002,
  },
  {
    title: 'a frame of 100 MB',
    pieces: endless(head64(100 * MIB), Buffer.alloc(MIB), 100),
    end: 1009,
    isFlood: true,
  },
  { title: 'a frame of 2^62 bytes', pieces: [head64(2 ** 62)], end: 1009 },
  {
    title: 'a message of 100 MB in pieces of 60 KiB',
    pieces: endless(frame(TEXT, 'a'), frame(CONTINUATION, Buffer.alloc(60 * 1024, 'a')), 1700),
    end: 1009,
    isFlood: true,
  },
  {
    title: 'a message of 100,000 pieces of one byte',
    pieces: endless(frame(TEXT, 'a'), many(frame(CONTINUATION, 'a'), 1000), 100),
    end: 1008,
    isFlood: true,
  },
  {
    title: '100,000 pings',
    pieces: endless(Buffer.alloc(0), many(frame(FIN | PING, 'a'), 1000), 100),
    end: 4029,
    isFlood: true,
  },
  {
    title: '100,000 messages that are none',
    pieces: endless(Buffer.alloc(0), many(frame(FIN | TEXT, '{'), 1000), 100),
    end: 4029,
    isFlood: true,
  },
  { title: '2,000 headers', handshake: withHeaders(2000, 'a:'), pieces: [], end: 431 },
  { title: '20 KiB of headers', handshake: withHeaders(2000, 'abcdefgh:1'), pieces: [], end: 431 },
  {
    title: 'a version that is none',
    handshake: HANDSHAKE.replace('Version: 13', 'Version: 99'),
    pieces: [],
    end: 400,
  },
  {
    title: 'a key that is none',
    handshake: HANDSHAKE.replace(/Key: \S+/, 'Key: short'),
    pieces: [],
    end: 400,
  },
]

/** A frame of a client, masked by zeros. */
function frame(first: number, content: string | Buffer): Buffer {
  const body = Buffer.from(content)
  if (body.length >= 126)
    return Buffer.concat([Buffer.from([first, FIN | 126, body.length >> 8, body.length & 0xff]), MASK, body])
  return Buffer.concat([Buffer.from([first, FIN | body.length]), MASK, body])
}

/** The beginning of a frame of so many bytes. */
function head64(bytes: number): Buffer {
  const head = Buffer.from([FIN | TEXT, FIN | 127, ...Buffer.alloc(8)])
  head.writeBigUInt64BE(BigInt(bytes), 2)
  return Buffer.concat([head, MASK])
}

function many(piece: Buffer, count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => piece))
}

function endless(first: Buffer, then: Buffer, times: number): Iterable<Buffer> {
  return {
    *[Symbol.iterator]() {
      yield first
      for (let i = 0; i < times; i++) yield then
    },
  }
}

function withHeaders(count: number, header: string): string {
  const [line = '', rest = ''] = HANDSHAKE.split(/(?<=\r\n)(.*)/s)
  return line + `${header}\r\n`.repeat(count) + rest
}
