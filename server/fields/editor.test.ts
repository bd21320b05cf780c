import { expect, test } from 'vitest'
import { editor } from './editor.ts'
import { checkContext, settingsContext } from './scratch-database.suite.ts'

const options = { maxSize: 0, convertURLs: false }

test('data §3.5 editor: kept as it came', () => {
  const html = ' <script>alert(1)</script>&nbsp;\r\n '
  expect(editor.normalise(html, options)).toBe(html)
})

test('data §3.5 editor: bytes are counted, 5 MiB unless said', async () => {
  const small = { ...options, maxSize: 4 }
  expect(await editor.check('öö', small, checkContext())).toBeUndefined()
  expect(await editor.check('ööa', small, checkContext())).toMatchObject({
    code: 'validation_content_size_limit',
    params: { maxSize: 4 },
  })
  expect(await editor.check('a'.repeat(5_242_880), options, checkContext())).toBeUndefined()
  expect(await editor.check('a'.repeat(5_242_881), options, checkContext())).toBeDefined()
  expect(editor.bodyBudget?.(options)).toBe(5_242_880)
  expect(editor.bodyBudget?.(small)).toBe(4)
})

test('data §3.5 editor: a size is 0 to 2^53 - 1', () => {
  const check = (maxSize: number): unknown => editor.checkOptions({ ...options, maxSize }, settingsContext())
  expect(check(-1)).toMatchObject({ maxSize: { code: 'validation_min_greater_equal_than_required' } })
  expect(check(2 ** 53)).toMatchObject({ maxSize: { code: 'validation_max_less_equal_than_required' } })
  expect(check(2 ** 53 - 1)).toBeUndefined()
})
