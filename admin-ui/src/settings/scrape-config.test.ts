import { expect, test } from 'vitest'
import { scrapeConfig } from './scrape-config.ts'

test('a scraper is told the scheme only where it is not http', () => {
  const plain = scrapeConfig('http://127.0.0.1:8090', 'the-key')
  expect(plain).toContain("targets: ['127.0.0.1:8090']")
  expect(plain).toContain("credentials: 'the-key'")
  expect(plain).not.toContain('scheme')
  expect(scrapeConfig('https://api.example.com', 'the-key')).toContain('    scheme: https\n')
})
