import { describe, expect, test } from 'vitest'
import { consoleMailer } from './console.ts'
import { oneLine } from './mailer.ts'
import { mailPage } from './page.ts'
import { plainTextOf } from './plain-text.ts'
import { escapeHtml, fillHtml, fillLine } from './template.ts'

describe('templates', () => {
  const filling = { APP_NAME: 'Warung & Co', 'RECORD:name': '<b>{APP_NAME}</b>', TOKEN: '$& $1' }

  test.each([
    ['{APP_NAME}', 'Warung &amp; Co'],
    ['{RECORD:name}', '&lt;b&gt;{APP_NAME}&lt;/b&gt;'],
    ['{TOKEN}', '$&amp; $1'],
    [
      '{RECORD:secret} {OTHER} {app_name} {} {{APP_NAME}}',
      '{RECORD:secret} {OTHER} {app_name} {} {Warung &amp; Co}',
    ],
    ['{toString} {constructor} {RECORD:__proto__}', '{toString} {constructor} {RECORD:__proto__}'],
  ])('%s', (template, html) => {
    expect(fillHtml(template, filling)).toBe(html)
  })

  test('a subject is one line of plain text', () => {
    const name = 'a\r\nBcc: spy@example.com\u2028\0<b>'
    expect(fillLine('Hi {NAME}', { NAME: name })).toBe('Hi a Bcc: spy@example.com <b>')
    expect(oneLine('\n x \r\n')).toBe('x')
  })

  test('a value cannot leave the attribute that it stands in', () => {
    expect(escapeHtml(`" onload='x' <&>`)).toBe('&#34; onload=&#39;x&#39; &lt;&amp;&gt;')
  })
})

describe('the plain text of a mail', () => {
  test.each([
    ['<p>Soto &amp; nasi</p>\n<p>Teh</p>', 'Soto & nasi\n\nTeh'],
    ['a<br/>b', 'a\nb'],
    ['<a href="https://x.test/?a=1&amp;b=2">menu</a>', 'menu (https://x.test/?a=1&b=2)'],
    ['<a href="https://x.test">https://x.test</a>', 'https://x.test'],
    ['<ul><li>one</li><li>two</li></ul>', '- one\n\n- two'],
    ['<script>x()</script><style>p{}</style><p>only this</p>', 'only this'],
    ['<p>not <b>closed', 'not closed'],
  ])('%s', async (html, text) => {
    expect(await plainTextOf(html)).toBe(text)
  })

  test('of the whole page is that of its body', async () => {
    const page = mailPage('A <title>', '<p>Hello</p>')
    expect(page).toContain('<title>A &lt;title&gt;</title>')
    expect(await plainTextOf(page)).toBe('Hello')
  })
})

test.each([
  ['#0a7d4f', 'a { color: #0a7d4f; }', 'color: #fff; background: #0a7d4f;'],
  // White words on a light accent could not be read.
  ['#FFE14D', 'a { color: #1c2024; }', 'color: #1c2024; background: #FFE14D;'],
  ['', 'a { color: #1055c9; }', 'color: #fff; background: #1055c9;'],
  ['red}</style>', 'a { color: #1055c9; }', 'color: #fff; background: #1055c9;'],
])('the accent "%s" of a mail', (accent, links, buttons) => {
  const page = mailPage('Hi', '<p>Hello</p>', accent)
  expect(page).toContain(links)
  expect(page).toContain(buttons)
})

test('the console shows whom a mail goes to, and all of its text', async () => {
  const shown: string[] = []
  const from = { name: 'Warung', address: 'warung@example.com' }
  const mail = { id: 'x', from, to: 'sri@example.com', subject: 'Hi', html: '<p>a</p>', text: 'a\nb' }
  await consoleMailer((text) => shown.push(text)).send(mail)
  expect(shown).toEqual(['Mail to sri@example.com (SMTP is off in the settings): Hi\n\n  a\n  b\n'])
})
