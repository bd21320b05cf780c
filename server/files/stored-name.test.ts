import { describe, expect, test } from 'vitest'
import { isPlainPart } from './file-store.ts'
import { storedName } from './stored-name.ts'

const R = '[a-z0-9]{10}'

describe('services §4.2 the stored name of an upload', () => {
  test.each([
    ['My File(1).PNG', `my_file_1_${R}\\.PNG`],
    ['a.tar.gz', `a${R}_${R}\\.tar\\.gz`],
    ['.png', `${R}_${R}\\.png`],
    ['a.b.c.?.?.?.2', `a_b_c_${R}\\.2`],
    ['My Résumé v2.PDF', `my_r_sum_v2_${R}\\.PDF`],
    ['MyFile.v1.png', `my_file_${R}\\.v1\\.png`],
    ['HTMLPage2Go.html', `htmlpage2_go_${R}\\.html`],
    ['photo', `photo_${R}\\.found`],
    ['photo.', `photo_${R}\\.found`],
    ['photo.???', `photo_${R}\\.found`],
    ['', `${R}_${R}\\.found`],
    ['日本語.txt', `${R}_${R}\\.txt`],
    ['x__y--z.c*d-e+f=g#h', `x_y_z_${R}\\.c\\*d-e\\+f=g#h`],
    [`photo.${'x'.repeat(30)}`, `photo_${R}${'x'.repeat(20)}`],
    [`${'long'.repeat(40)}.txt`, `${'long'.repeat(25)}_${R}\\.txt`],
    [`${'é'.repeat(200)}.jpg`, `${R}_${R}\\.jpg`],
  ])('%s', (name, form) => {
    expect(storedName(name, '.found')).toMatch(new RegExp(`^${form}$`))
  })
})

const traversals = ['../', '..\\', '..%2f', '%2e%2e/', '%5c', '\0', '\n', 'C:\\', '\\\\host\\', '//', './']
const words = [
  'x',
  '..',
  '.',
  'con',
  'a.png',
  '.htaccess',
  'x.png.',
  'x. ',
  '\u202Egnp.exe',
  'é'.repeat(300),
  '',
]

test('F1 no name of a client leads anywhere, or is refused', () => {
  const names = traversals.flatMap((way) =>
    words.flatMap((word) => [way + word, word + way, way.repeat(20) + word]),
  )
  expect(names.length).toBeGreaterThan(60)
  for (const name of names) {
    const stored = storedName(name, '')
    expect(stored).toMatch(/^[a-z0-9_]{3,111}_?[\w.*\-+=#]*$/)
    // The contract's own checks of a name (services.md §4.1): this is why nothing has to ask them.
    expect(stored).toMatch(/^[^./\\][^/\\]+$/)
    expect(stored.length).toBeLessThanOrEqual(150)
    expect(isPlainPart(stored)).toBe(true)
  }
})
