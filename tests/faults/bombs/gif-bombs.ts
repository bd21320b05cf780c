import sharp from 'sharp'
import { type Bomb, broken, noise, le, times } from './bomb.ts'

/** GIF: thousands of pictures, screens and pictures of absurd sizes, what lies behind the end. */
export async function gifBombs(): Promise<Bomb[]> {
  const bomb = (title: string, bytes: Buffer, thumb: Bomb['thumb'] = 'maybe'): Bomb => ({
    title: `GIF ${title}`,
    name: 'a.gif',
    bytes,
    thumb,
  })
  const red = { width: 7000, height: 7000, channels: 3, background: '#f00' } as const
  const plain = await noise(90, 60).gif().toBuffer()
  return [
    bomb('with 10,000 pictures', gif(40, 40, times(10_000, picture(1, 1)))),
    bomb('with 200,000 pictures', gif(4, 4, times(200_000, picture(1, 1)))),
    bomb('with 2,000 pictures on 7000x7000', gif(7000, 7000, times(2000, picture(1, 1)))),
    ...[65_535, 20_000, 7000, 0].flatMap((side) => [
      bomb(`on ${side}x${side}`, gif(side, side, picture(1, 1)), 'maybe'),
      bomb(`with a picture of ${side}x${side} on 1x1`, gif(1, 1, picture(side, side))),
    ]),
    bomb('with a picture that lies outside', gif(10, 10, picture(10, 10, 60_000))),
    bomb('of 7000x7000', await sharp({ create: red }).gif().toBuffer()),
    bomb('with comments of 4 MiB', gif(4, 4, Buffer.concat([comment(16_384), picture(1, 1)]))),
    bomb('with a block that never ends', gif(4, 4, Buffer.from([0x2c, ...Array(8).fill(0), 0, 8, 255]))),
    bomb('without pictures', gif(4, 4, Buffer.alloc(0))),
    bomb('of a signature alone', Buffer.from('GIF89a'), 'no'),
    ...broken('noise.gif', plain, 8),
  ]
}

function gif(width: number, height: number, content: Buffer): Buffer {
  const palette = Buffer.from([0, 0, 0, 255, 255, 255])
  const screen = Buffer.from([0x80, 0, 0])
  return Buffer.concat([
    Buffer.from('GIF89a'),
    le(width, 2),
    le(height, 2),
    screen,
    palette,
    content,
    Buffer.from([0x3b]),
  ])
}

/** One pixel of data, whatever its size is said to be, after a pause of a tenth of a second. */
function picture(width: number, height: number, at = 0): Buffer {
  const pause = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0])
  const place = Buffer.concat([le(at, 2), le(at, 2), le(width, 2), le(height, 2)])
  const data = Buffer.from([0, 2, 2, 0x44, 1, 0])
  return Buffer.concat([pause, Buffer.from([0x2c]), place, data])
}

function comment(blocks: number): Buffer {
  const block = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, 97)])
  return Buffer.concat([Buffer.from([0x21, 0xfe]), times(blocks, block), Buffer.from([0])])
}
