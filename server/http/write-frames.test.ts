import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { type Message, messageOf } from '../realtime/pipe.ts'
import { writeFrames } from './write-frames.ts'

/** What one socket is written: its pieces. */
function piecesOf(messages: readonly Message[]): Buffer[] {
  const pieces: Buffer[] = []
  const write = (piece: Buffer, _: string, done: () => void): void => {
    pieces.push(piece)
    done()
  }
  writeFrames(new Duplex({ write, read: () => undefined }), messages)
  return pieces
}

const [one, two, three] = ['one', 'two', 'three'].map((text) => messageOf(text, 0))
const frame = (text: string): Buffer => Buffer.from([0x81, text.length, ...Buffer.from(text)])
if (!one || !two || !three) throw new Error('three messages are made')

test('all frames of a turn are one piece, shared by sockets that get the same', () => {
  const [first, second] = [piecesOf([one, two]), piecesOf([one, two])]
  expect(first).toEqual([Buffer.concat([frame('one'), frame('two')])])
  expect(second[0]).toBe(first[0])
})

test('whoever gets something else gets a piece of its own', () => {
  piecesOf([one, two])
  expect(piecesOf([one, three])).toEqual([Buffer.concat([frame('one'), frame('three')])])
  expect(piecesOf([two, one])).toEqual([Buffer.concat([frame('two'), frame('one')])])
  expect(piecesOf([one, two, three])).toEqual([Buffer.concat([frame('one'), frame('two'), frame('three')])])
})

test('frames of any length say how long they are, and large ones are not copied', () => {
  for (const [size, head] of [
    [125, [0x81, 125]],
    [126, [0x81, 126, 0, 126]],
    [65_535, [0x81, 126, 255, 255]],
    [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ] as const) {
    const text = 'x'.repeat(size)
    expect(piecesOf([messageOf(text, 0)])).toEqual([Buffer.concat([Buffer.from(head), Buffer.from(text)])])
  }
  const large = messageOf('x'.repeat(40_000), 0)
  expect(piecesOf([large, large]).map(({ length }) => length)).toEqual([40_004, 40_004])
})
