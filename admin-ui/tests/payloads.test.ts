import type { Client } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'

/** What a script of a payload does if it runs. */
const RUN = 'window.broken=1'

/** Ways to make a page run a text that it only meant to show: by tag, attribute, address, style, template and parser. */
const PAYLOADS: readonly string[] = [
  `<script>${RUN}</script>`,
  `<SCRIPT SRC=//127.0.0.1/x.js></SCRIPT>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<script type="module">${RUN}</script>`,
  `<script>/*</script><script>*/${RUN}//</script>`,
  `<img src=x onerror="${RUN}">`,
  `<img src=x onerror=${RUN}//`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src="x" onerror='${RUN}' />`,
  `<img src=x onerror=&#119;indow.broken=1>`,
  `<img src onerror=\`${RUN}\`>`,
  `<IMG """><SCRIPT>${RUN}</SCRIPT>">`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s>`,
  `<svg><set attributeName=href to="javascript:${RUN}"/>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>x</text></a></svg>`,
  `<svg><foreignObject><img src=x onerror="${RUN}"></foreignObject></svg>`,
  `<svg><style><img src=x onerror="${RUN}"></style></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${RUN}">`,
  `<math href="javascript:${RUN}">x</math>`,
  `<body onload="${RUN}">`,
  `<iframe src="javascript:parent.broken=1"></iframe>`,
  `<iframe srcdoc="<script>parent.broken=1</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<object data="data:text/html,<script>parent.broken=1</script>"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<form action="javascript:${RUN}"><button>x</button></form>`,
  `<button formaction="javascript:${RUN}">x</button>`,
  `<input autofocus onfocus="${RUN}">`,
  `<select autofocus onfocus="${RUN}">`,
  `<textarea autofocus onfocus="${RUN}">`,
  `<details open ontoggle="${RUN}">`,
  `<video><source onerror="${RUN}"></video>`,
  `<video src=x onerror="${RUN}"></video>`,
  `<audio src=x onerror="${RUN}"></audio>`,
  `<marquee onstart="${RUN}">x</marquee>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<a href="jav&#x09;ascript:${RUN}">x</a>`,
  `<a href=" &#14; javascript:${RUN}">x</a>`,
  `<a href="data:text/html,<script>opener.broken=1</script>">x</a>`,
  `<p style="background:url(javascript:${RUN})">x</p>`,
  `<div style="animation-name:turn" onanimationstart="${RUN}">x</div>`,
  `<style>@import 'javascript:${RUN}';</style>`,
  `<style onload="${RUN}">*{}</style>`,
  `<link rel=stylesheet href="javascript:${RUN}">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<base href="javascript:${RUN}//">`,
  `<template><img src=x onerror="${RUN}"></template>`,
  `<noscript><p title="</noscript><img src=x onerror='${RUN}'>">`,
  `</textarea><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `--><script>${RUN}</script><!--`,
  `]]><script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `'-(${RUN})-'`,
  `";${RUN};//`,
  `javascript:${RUN}`,
  `javascript://%0a${RUN}`,
  `data:text/html;base64,PHNjcmlwdD5wYXJlbnQuYnJva2VuPTE8L3NjcmlwdD4=`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `<%= ${RUN} %>`,
  `\u2028<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`.replaceAll('<', '\uFF1C'),
  `<dialog open onclose="${RUN}"></dialog>`,
  `<p contenteditable onfocus="${RUN}" autofocus>x</p>`,
]

const open = useBrowser()
const kitchen = useKitchen({ superuser: true })

beforeAll(async () => {
  if (noBrowser) return
  await seed(await kitchen.signedIn())
}, 60_000)

/** What would be there if one of the payloads had become more than text. */
function traces(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = 'broken' in window ? ['a script ran'] : []
    const scripts = [...document.scripts].filter(({ src, nonce }) => src === '' || nonce === '')
    const addresses = [...document.querySelectorAll('[href], [src], [action], [formaction]')].filter(
      (element) =>
        ['href', 'src', 'action', 'formaction'].some((name) =>
          /^\s*(?:javascript|data:text)/i.test(element.getAttribute(name) ?? ''),
        ),
    )
    const handlers = [...document.querySelectorAll('*')].filter(({ attributes }) =>
      [...attributes].some(({ name }) => name.startsWith('on')),
    )
    const strange = document.querySelectorAll('iframe, object, embed, base, marquee, math, template')
    return [
      ...found,
      ...[...scripts, ...addresses, ...handlers, ...strange].map(({ outerHTML }) => outerHTML),
    ]
  })
}

test.skipIf(noBrowser)(
  'no text of a record becomes more than text, in the grid and in each tab',
  async () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(50)
    const { page, complaints } = await enterPage(open, kitchen, '/collections/stories', {
      viewport: { width: 2400, height: 3000 },
    })
    await page.getByText(`${PAYLOADS.length} records`).waitFor()
    expect(await traces(page)).toEqual([])

    const dapur = await kitchen.signedIn()
    const { items } = await dapur.collection('stories').list({ perPage: 200 })
    for (const [index, { id }] of items.entries()) {
      // Each in the form, where rich text and JSON have editors of their own; the other tabs for some of them.
      for (const tab of index % 8 === 0 ? ['', 'json', 'history'] : ['']) {
        await page.goto(`${kitchen.address}/_/#/collections/stories?record=${id}&tab=${tab}`)
        await page.locator('dialog.sheet').getByText(id).first().waitFor()
        if (tab === '') await page.locator('dialog.sheet .cm-content').waitFor()
        expect({ id, tab, traces: await traces(page) }).toEqual({ id, tab, traces: [] })
      }
    }
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a payload that is put on the page as markup is found', async () => {
  const { page } = await enterPage(open, kitchen, '/collections/stories')
  await page.evaluate(() => {
    const holder = document.createElement('div')
    holder.innerHTML = '<img src="x" onerror="window.broken=1"><a href="javascript:void 0">x</a>'
    document.querySelector('main')?.append(holder)
  })
  expect(await traces(page)).toHaveLength(2)
})

/** A record for each payload, with it in every field that takes a text, and in the names of files. */
async function seed(dapur: Client): Promise<void> {
  const label = { name: 'label', type: 'text', presentable: true }
  const tellers = await dapur.collections.create({ name: 'tellers', type: 'base', fields: [label] })
  await dapur.collections.create({
    name: 'stories',
    type: 'base',
    dapur: { history: true },
    fields: [
      { name: 'title', type: 'text', presentable: true, help: PAYLOADS[5] },
      { name: 'body', type: 'editor' },
      { name: 'facts', type: 'json' },
      { name: 'choice', type: 'select', values: PAYLOADS, maxSelect: 1 },
      { name: 'choices', type: 'select', values: PAYLOADS, maxSelect: 3 },
      { name: 'teller', type: 'relation', collectionId: tellers.id, maxSelect: 1 },
      { name: 'file', type: 'file', maxSelect: 1 },
    ],
  })
  for (const payload of PAYLOADS) {
    const teller = await dapur.collection('tellers').create({ label: payload })
    await dapur.collection('stories').create({
      title: payload,
      body: payload,
      facts: { [payload]: payload },
      choice: payload,
      choices: [payload],
      teller: teller.id,
      file: new File([payload], `${payload.replaceAll('/', '')}.html`.slice(-90)),
    })
  }
}
