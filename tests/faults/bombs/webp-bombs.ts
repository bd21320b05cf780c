import sharp from 'sharp'
import { type Bomb, broken, noise, le, times } from './bomb.ts'

/** WebP: thousands of frames, canvases and pictures of absurd sizes, lengths that lie. */
export async function webpBombs(): Promise<Bomb[]> {
  const bomb = (title: string, bytes: Buffer, thumb: Bomb['thumb'] = 'maybe'): Bomb => ({
    title: `WebP ${title}`,
    name: 'a.webp',
    bytes,
    thumb,
  })
  const snow = noise(160, 120)
  const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#f00' } })
    .webp({ lossless: true })
    .toBuffer()
  const black = sharp({ create: { width: 7000, height: 7000, channels: 4, background: '#0000' } })
  const content = dot.subarray(12)
  return [
    bomb('with 10,000 frames', webp([canvas(40, 40), loop, times(10_000, frame(1, 1, content))])),
    bomb(
      'with 3,000 frames on 7000x7000',
      webp([canvas(7000, 7000), loop, times(3000, frame(1, 1, content))]),
    ),
    ...[16_384, 16_777_216].flatMap((side) => [
      bomb(`on a canvas of ${side}x${side}`, webp([canvas(side, side), loop, frame(1, 1, content)]), 'no'),
      bomb(`with a frame of ${side}x${side}`, webp([canvas(10, 10), loop, frame(side, side, content)])),
    ]),
    bomb('of 16,384x16,384 without data', webp([lossless(16_384, 16_384)]), 'no'),
    bomb('of 7000x7000 without data', webp([lossless(7000, 7000)]), 'no'),
    bomb('of 7000x7000', await black.clone().webp().toBuffer()),
    bomb('of 7000x7000, lossless', await black.clone().webp({ lossless: true }).toBuffer()),
    bomb('with a length of 4 GiB', Buffer.concat([Buffer.from('RIFF'), le(0xffffffff, 4), dot.subarray(8)])),
    bomb(
      'with a piece of 4 GiB',
      webp([canvas(10, 10), Buffer.from('ICCP\xff\xff\xff\xff', 'latin1'), content]),
    ),
    bomb('of a signature alone', webp([]), 'no'),
    ...broken('noise.webp', await snow.clone().webp().toBuffer(), 6),
    ...broken('lossless.webp', await snow.clone().webp({ lossless: true }).toBuffer(), 6),
  ]
}

function webp(chunks: readonly Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  return Buffer.concat([Buffer.from('RIFF'), le(content.length, 4), content])
}

function chunk(name: string, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name), le(data.length, 4), data, Buffer.alloc(data.length % 2)])
}

/** The head of an animation. */
function canvas(width: number, height: number): Buffer {
  return chunk('VP8X', Buffer.concat([le(0x02, 4), le(width - 1, 3), le(height - 1, 3)]))
}

const loop = chunk('ANIM', Buffer.alloc(6))

function frame(width: number, height: number, content: Buffer): Buffer {
  const place = Buffer.concat([
    le(0, 3),
    le(0, 3),
    le(width - 1, 3),
    le(height - 1, 3),
    le(100, 3),
    Buffer.of(0),
  ])
  return chunk('ANMF', Buffer.concat([place, content]))
}

function lossless(width: number, height: number): Buffer {
  const size = (width - 1) | ((height - 1) << 14)
  return chunk('VP8L', Buffer.concat([Buffer.of(0x2f), le(size >>> 0, 4), Buffer.alloc(8)]))
}
