import sharp from 'sharp'
import { be, type Bomb, broken, noise, times } from './bomb.ts'

/** JPEG: absurd sizes over little data, forms that are held whole, hundreds of scans, markers without end. */
export async function jpegBombs(): Promise<Bomb[]> {
  const bomb = (title: string, bytes: Buffer, thumb: Bomb['thumb'] = 'maybe'): Bomb => ({
    title: `JPEG ${title}`,
    name: 'a.jpg',
    bytes,
    thumb,
  })
  const snow = noise(160, 120)
  const [plain, progressive] = [
    await snow.clone().jpeg().toBuffer(),
    await snow.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
  ]
  const black = sharp({ create: { width: 7000, height: 7000, channels: 3, background: '#000' } })
  return [
    ...[65_535, 65_500, 30_000, 16_000, 0].flatMap((side) => [
      bomb(`of ${side}x${side}`, resized(plain, side, side), 'no'),
      bomb(`of ${side}x${side}, progressive`, resized(progressive, side, side), 'no'),
    ]),
    ...[
      [65_535, 1],
      [1, 65_535],
      [7000, 7000],
    ].flatMap(([width = 0, height = 0]) => [
      bomb(`of ${width}x${height}`, resized(plain, width, height)),
      bomb(`of ${width}x${height}, progressive`, resized(progressive, width, height)),
    ]),
    bomb('of 7000x7000 black pixels', await black.clone().jpeg().toBuffer()),
    bomb(
      'of 7000x7000 black pixels, progressive',
      await black.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
    ),
    bomb(
      'of 7000x7000 black pixels, lying on its side',
      await black.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    ),
    bomb('with 90 scans of 7000x7000', scans(resized(progressive, 7000, 7000), 90)),
    bomb('with 5,000 scans of 7000x7000', scans(resized(progressive, 7000, 7000), 5000)),
    bomb('with 2,000 comments of 64 KiB', inserted(plain, 512, segment(0xfe, Buffer.alloc(65_000, 97)))),
    bomb(
      'with 5,000 profiles',
      inserted(plain, 5000, segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\xff', 'latin1'))),
    ),
    bomb('with EXIF that points at itself', inserted(plain, 1, segment(0xe1, circularExif))),
    bomb('with a million empty markers', inserted(plain, 1_000_000, Buffer.from([0xff, 0xff]))),
    bomb('of a signature alone', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'no'),
    ...broken('noise.jpg', plain, 8),
    ...broken('progressive.jpg', progressive, 8),
  ]
}

/** The directory of its tags is followed by itself. */
const circularExif = Buffer.from('Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0', 'latin1')

function segment(marker: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker]), be(data.length + 2, 2), data])
}

/** Behind the signature, so many times. */
function inserted(jpeg: Buffer, count: number, piece: Buffer): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), times(count, piece), jpeg.subarray(2)])
}

/** Says another size than its data have. */
function resized(jpeg: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(jpeg)
  for (let at = 2; at < bytes.length - 9; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]
    if (marker !== 0xc0 && marker !== 0xc2) continue
    bytes.writeUInt16BE(height, at + 5)
    bytes.writeUInt16BE(width, at + 7)
    return bytes
  }
  throw new Error('this JPEG says no size')
}

/** Its last scan again and again. */
function scans(jpeg: Buffer, count: number): Buffer {
  const start = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]))
  const scan = jpeg.subarray(start, start + 40)
  return Buffer.concat([jpeg.subarray(0, start), times(count, scan), Buffer.from([0xff, 0xd9])])
}
