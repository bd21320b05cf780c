import type { Bomb } from './bomb.ts'
import { gifBombs } from './gif-bombs.ts'
import { jpegBombs } from './jpeg-bombs.ts'
import { otherBombs } from './other-bombs.ts'
import { pngBombs } from './png-bombs.ts'
import { webpBombs } from './webp-bombs.ts'

/**
 * Every bomb that we know of, made anew.
 *
 * @example for (const { title, bytes } of await allBombs()) console.log(title, bytes.length)
 */
export async function allBombs(): Promise<Bomb[]> {
  const families = await Promise.all([pngBombs(), gifBombs(), jpegBombs(), webpBombs()])
  return [...families.flat(), ...otherBombs()]
}
