import { expect, test } from 'vitest'
import { excerpt } from './pick-excerpt.ts'

const whole = { max: 1000, withEllipsis: true }

test.each([
  ['plain  text\n\there ', 'plain text here'],
  ['<p>Nasi</p><p>uduk</p>', 'Nasi uduk'],
  ['<b>Na</b>si <i>u<em>d</em></i>uk', 'Nasi uduk'],
  ['a<br>b<hr>c', 'ab c'],
  ['<ul><li>a<li>b</ul>c', 'a b c'],
  ['<P CLASS="x>y">a</P>b', 'a b'],
  ['a &amp; b &lt;c&gt; &eacute;&#x41;&notit; &', 'a & b <c> éA¬it; &'],
  ['a<!-- <p>no</p> -->b<!doctype html>c', 'abc'],
  ['a<script>if (1 < 2) "</p>"</script>b<style>p{}</style>c', 'abc'],
  ['<head><title>no</title></head>a<img src="x" alt="no">b<input value="no">c', 'abc'],
  ['a<svg><text>no</text><svg>no</svg>no</svg>b<svg/>c', 'abc'],
  ['a<select><option>no<option>no</select>b<button>no</button>c<textarea>no</p></textarea>d', 'abcd'],
  ['a<object><object>no</object>no</object>b', 'ab'],
  ['a<form>no<form>no</form>b', 'ab'],
  ['a<SCRIPT>no</Script>b', 'ab'],
  ['a<script>no', 'a'],
  ['a < b > c </p> d', 'a < b > c d'],
  ['<div', ''],
  ['', ''],
])('data §1.7 the text of %j', (html, text) => {
  expect(excerpt(html, whole)).toBe(text)
})

test.each([
  ['Nasi uduk Betawi', 9, 'Nasi uduk...'],
  ['Nasi uduk Betawi', 5, 'Nasi...'],
  ['Nasi uduk', 9, 'Nasi uduk'],
  ['<p> Nasi uduk </p>\n', 9, 'Nasi uduk'],
  ['<p>Nasi</p><p>uduk</p>', 4, 'Nasi...'],
  ['🍚🍚🍚', 3, '🍚🍚🍚'],
  ['🍚🍚🍚', 2, '🍚🍚...'],
  ['<p>🍚🍚</p>🍚', 2, '🍚🍚...'],
])('data §1.7 %j cut to %i characters', (html, max, text) => {
  expect(excerpt(html, { max, withEllipsis: true })).toBe(text)
  expect(excerpt(html, { max, withEllipsis: false })).toBe(text.replace('...', ''))
})

test('data §1.7 pieces join where a tag, an entity or a character is cut by the reading', () => {
  for (const filler of [1018, 1019, 1020, 1021, 1022, 1023, 2040]) {
    const html = `${'x'.repeat(filler)}<b>&eacute;🍚</b><script>no</script><p>end`
    expect(excerpt(html, { max: 10_000, withEllipsis: false })).toBe(`${'x'.repeat(filler)}é🍚 end`)
  }
})

// Bounds that a quadratic reader misses by far: it needs minutes for these.
test.each([
  ['open tags', '<div>'.repeat(1_000_000)],
  ['open and unknown closing tags', '<b>'.repeat(500_000) + '</i>'.repeat(500_000)],
  ['entities', '&amp;'.repeat(1_000_000)],
  ['open brackets', '<'.repeat(5_000_000)],
  ['open comments', '<!--'.repeat(1_000_000)],
  ['attributes', `<p ${'a '.repeat(2_000_000)}>`],
])('data §1.7 hostile HTML is read in linear time: %s', (_, html) => {
  const start = performance.now()
  excerpt(html, { max: 10_000_000, withEllipsis: false })
  expect(performance.now() - start).toBeLessThan(4000)
})

test('data §1.7 the cost is that of the answer, not of what was stored', () => {
  const html = '<p>Nasi uduk</p>'.repeat(300_000)
  const start = performance.now()
  for (let i = 0; i < 200; i++) excerpt(html, { max: 20, withEllipsis: true })
  expect(performance.now() - start).toBeLessThan(1000)
})
