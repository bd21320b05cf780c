import { expect, test } from 'vitest'
import { geoPoint } from './geo-point.ts'
import { checkContext } from './scratch-database.suite.ts'

test('data §3.15 geoPoint: objects and JSON texts; whatever is no point is the empty one', () => {
  const rows: [unknown, { lon: number; lat: number }][] = [
    [
      { lon: 106.8, lat: -6.2 },
      { lon: 106.8, lat: -6.2 },
    ],
    [
      { lon: 1, lat: 2, alt: 3 },
      { lon: 1, lat: 2 },
    ],
    [{ lat: 2 }, { lon: 0, lat: 2 }],
    ['{"lat":2,"lon":1}', { lon: 1, lat: 2 }],
    [
      { lon: '1', lat: 2 },
      { lon: 0, lat: 0 },
    ],
    [
      { lon: Infinity, lat: 2 },
      { lon: 0, lat: 0 },
    ],
    ['[1,2]', { lon: 0, lat: 0 }],
    ['{', { lon: 0, lat: 0 }],
    ['5', { lon: 0, lat: 0 }],
    [null, { lon: 0, lat: 0 }],
    [5, { lon: 0, lat: 0 }],
  ]
  for (const [input, point] of rows) expect(geoPoint.normalise(input, {})).toStrictEqual(point)
})

test('data §3.15 geoPoint: ranges, and 0,0 is empty', async () => {
  const codeOf = async (lon: number, lat: number): Promise<string | undefined> =>
    (await geoPoint.check({ lon, lat }, {}, checkContext()))?.code
  expect(await codeOf(180, -90)).toBeUndefined()
  expect(await codeOf(0, 90.1)).toBe('validation_invalid_latitude')
  expect(await codeOf(-180.1, 0)).toBe('validation_invalid_longitude')
  expect(geoPoint.isEmpty({ lon: 0, lat: 0 })).toBe(true)
  expect(geoPoint.isEmpty({ lon: 0, lat: 1 })).toBe(false)
})

test('data §3.1 geoPoint: the cell', () => {
  expect(geoPoint.toCell({ lon: 1.5, lat: 0 }, {})).toBe('{"lon":1.5,"lat":0}')
})
