import type { Client } from '@dapur/sdk'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser, type OpenPage, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { PAYLOADS } from './payload-list.ts'

/** So many of them in one record: one form shows them all. */
const AT_ONCE = 10

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
    const stopped = document.documentElement.dataset['stopped']
    return [
      ...found,
      ...(stopped === undefined ? [] : [`stopped: ${stopped}`]),
      ...[...scripts, ...addresses, ...handlers, ...strange].map(({ outerHTML }) => outerHTML),
    ]
  })
}

/** A page that notes what its content security policy had to stop. */
async function watched(path: string): Promise<OpenPage> {
  const opened = await enterPage(open, kitchen, path, { viewport: { width: 2400, height: 3000 } })
  await opened.page.evaluate(() => {
    const note = ({ violatedDirective, blockedURI }: SecurityPolicyViolationEvent): void =>
      document.documentElement.setAttribute('data-stopped', `${violatedDirective} ${blockedURI}`)
    document.addEventListener('securitypolicyviolation', note)
  })
  return opened
}

test.skipIf(noBrowser)(
  'no text of a record becomes more than text, in the grid and in each tab',
  async () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(200)
    expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length)
    const { page, complaints } = await watched('/collections/stories')
    await page.getByText(`${Math.ceil(PAYLOADS.length / AT_ONCE)} records`).waitFor()
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

/** Every page that shows what somebody has written: settings, logs, names of files, what collections say of themselves. */
const PAGES: readonly string[] = [
  '/',
  '/logs',
  '/sql',
  '/jobs',
  '/map',
  '/backups',
  '/api',
  '/reference',
  '/account',
  '/new-collection',
  '/collections/members',
  ...[
    'application',
    'mail',
    'storage',
    'backups',
    'limits',
    'batch',
    'proxies',
    'logs',
    'webhooks',
    'superusers',
    'apiKeys',
    'channels',
    'realtime',
    'metrics',
  ].map((section) => `/settings/${section}`),
  '/settings/collections',
  ...['fields', 'indexes', 'rules', 'history', 'api'].map((tab) => `/collections/stories/edit?tab=${tab}`),
  ...['auth', 'rules'].map((tab) => `/collections/members/edit?tab=${tab}`),
  '/collections/all_stories/edit?tab=query',
]

const logsOf = (dapur: Client): Promise<unknown> =>
  dapur.send({ method: 'GET', path: '/api/logs', query: { filter: 'level > 0', sort: '-created' } })

/** Wait until the page stays as it is: another address of it draws without a load. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  for (let before = -1; ;) {
    await page.waitForTimeout(120)
    await page.waitForLoadState('networkidle')
    const now = await page.evaluate(() => document.body.innerHTML.length)
    if (now === before) return
    before = now
  }
}

/** Does the page show one, in its text or in an input? */
function showsPayload(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const inputs = [...document.querySelectorAll('input, textarea')].map((input) =>
      'value' in input ? String(input.value) : '',
    )
    return [document.body.innerText, ...inputs].some((text) => text.includes('broken=1'))
  })
}

test.skipIf(noBrowser)('no text that any other page shows becomes more than text', async () => {
  const { page, complaints } = await watched('/')
  const showing = new Set<string>()
  // What a request left in the logs is there once they are written.
  await expect.poll(async () => JSON.stringify(await logsOf(await kitchen.signedIn()))).toContain('broken=1')
  for (const path of PAGES) {
    await page.goto(`${kitchen.address}/_/#${path}`)
    await settled(page)
    expect({ path, traces: await traces(page) }).toEqual({ path, traces: [] })
    if (await showsPayload(page)) showing.add(path)
  }
  // Else there was nothing to find.
  for (const path of ['/logs', '/settings/application', '/settings/webhooks']) expect(showing).toContain(path)
  await page.goto(`${kitchen.address}/_/#/logs`)
  await page.getByRole('row').nth(1).click()
  await page.locator('dialog').waitFor()
  expect(await traces(page)).toEqual([])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('neither a question nor its refusal becomes more than text', async () => {
  const { page } = await watched('/')
  for (const payload of PAYLOADS.filter((_, index) => index % 20 === 0)) {
    const text = encodeURIComponent(JSON.stringify(payload))
    for (const path of [`/collections/stories?filter=${text}`, `/logs?filter=${text}`]) {
      await page.goto(`${kitchen.address}/_/#${path}`)
      await settled(page)
      expect({ path, traces: await traces(page) }).toEqual({ path, traces: [] })
    }
  }
})

test.skipIf(noBrowser)('a payload that is put on the page as markup is found', async () => {
  const { page } = await watched('/collections/stories')
  await page.evaluate(() => {
    const holder = document.createElement('div')
    holder.innerHTML = '<img src="x" onerror="window.broken=1"><a href="javascript:void 0">x</a>'
    document.querySelector('main')?.append(holder)
  })
  // The handler is stopped by the policy, which is noted a moment later: that counts as a find, too.
  await expect.poll(() => traces(page)).toHaveLength(3)
})

/** Ten payloads a record, in each field that takes a text and in the names of files; and in all else that is shown. */
async function seed(dapur: Client): Promise<void> {
  const label = { name: 'label', type: 'text', presentable: true, help: PAYLOADS[0] }
  const tellers = await dapur.collections.create({ name: 'tellers', type: 'base', fields: [label] })
  const titles = Array.from({ length: AT_ONCE }, (_, at) => `title${at}`)
  await dapur.collections.create({
    name: 'stories',
    type: 'base',
    dapur: { history: true },
    listRule: `title0 != ${JSON.stringify(PAYLOADS[1])}`,
    fields: [
      ...titles.map((name, at) => ({ name, type: 'text', presentable: at === 0, help: PAYLOADS[at] })),
      { name: 'body', type: 'editor' },
      { name: 'facts', type: 'json' },
      { name: 'choice', type: 'select', values: PAYLOADS, maxSelect: 1 },
      { name: 'choices', type: 'select', values: PAYLOADS, maxSelect: AT_ONCE },
      { name: 'teller', type: 'relation', collectionId: tellers.id, maxSelect: 1 },
      { name: 'files', type: 'file', maxSelect: AT_ONCE },
    ],
  })
  await dapur.collections.create({
    name: 'all_stories',
    type: 'view',
    viewQuery: `SELECT id, '${(PAYLOADS[2] ?? '').replaceAll("'", "''")}' AS told FROM stories`,
  })
  for (let at = 0; at < PAYLOADS.length; at += AT_ONCE)
    await seedStory(dapur, PAYLOADS.slice(at, at + AT_ONCE), tellers.id)
  await seedSettings(dapur)
}

async function seedStory(dapur: Client, some: readonly string[], tellers: string): Promise<void> {
  const [first = ''] = some
  const teller = await dapur.collection(tellers).create({ label: first })
  await dapur.collection('stories').create({
    ...Object.fromEntries(some.map((payload, at) => [`title${at}`, payload])),
    body: some.join('\n'),
    facts: some.map((payload) => ({ [payload]: payload })),
    choice: first,
    choices: some,
    teller: teller.id,
    files: some.map((payload) => new File([payload], `${payload.replaceAll('/', '')}.html`.slice(-90))),
  })
}

/** What superusers and strangers write elsewhere: settings, mails, providers, logs. */
async function seedSettings(dapur: Client): Promise<void> {
  const [one = '', two = '', three = ''] = PAYLOADS
  const secret = PAYLOADS.find((payload) => payload.startsWith('<script>')) ?? one
  await dapur.collections.create({
    name: 'members',
    type: 'auth',
    fields: [{ name: 'nick', type: 'text', help: secret }],
    verificationTemplate: { subject: one, body: `${two} {TOKEN}` },
    oauth2: {
      enabled: true,
      providers: [
        {
          name: 'oidc',
          clientId: three,
          clientSecret: 'secret',
          displayName: secret,
          authURL: 'https://example.com/a',
          tokenURL: 'https://example.com/t',
          userInfoURL: 'https://example.com/u',
        },
      ],
    },
  })
  await dapur.send({
    method: 'PATCH',
    path: '/api/settings',
    body: {
      meta: { appName: secret, senderName: one },
      smtp: { username: two },
      s3: { bucket: three, accessKey: secret },
      dapur: {
        webhooks: [{ name: secret, url: `http://127.0.0.1:9/?${encodeURIComponent(one)}`, events: ['*'] }],
      },
    },
  })
  // Anybody writes into the logs: by the address, by what the browser calls itself, by where it comes from.
  for (const payload of PAYLOADS.filter((_, at) => at % 4 === 0)) {
    const header = payload.replaceAll(/[^\x20-\x7e]/g, '')
    await fetch(`${kitchen.address}/api/nothing/${encodeURIComponent(payload)}`, {
      headers: { 'user-agent': header, referer: header },
    })
  }
}
