import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEditorScene } from './editor-scene.ts'
import { accessibilityFaults } from './page-faults.ts'

const { kitchen, enter, dialog } = useEditorScene()

/** Adds a field as a person does: choose its type, name it. */
async function addField(page: Page, type: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add field' }).click()
  await page.getByRole('dialog', { name: 'Add field' }).getByText(type, { exact: true }).click()
  await page.keyboard.type(name)
}

test.skipIf(noBrowser)('a collection with each field type is created, after its plan was seen', async () => {
  const { page, complaints } = await enter('/new-collection')
  await page.getByLabel('Name', { exact: true }).fill('menus')
  const types: Readonly<Record<string, string>> = {
    Text: 'title',
    'Rich text': 'story',
    Number: 'cost',
    Switch: 'open',
    'E-mail': 'contact',
    'Web address': 'site',
    Date: 'since',
    'Automatic date': 'made',
    File: 'papers',
    JSON: 'facts',
    Password: 'pin',
    Place: 'spot',
    Choice: 'size',
    Relation: 'dish',
  }
  for (const [type, name] of Object.entries(types)) await addField(page, type, name)
  // The last one is open.
  await page.getByLabel('Collection', { exact: true }).selectOption({ label: 'dishes' })
  await page.getByRole('button', { name: 'Settings of size' }).click()
  await page.getByLabel('Choices', { exact: true }).fill('small, big,')
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Create collection' }).click()
  await dialog(page).getByText('The collection "menus" gets its table.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Create collection' }).click()
  await page.getByRole('heading', { level: 1, name: 'menus' }).waitFor()

  const made = await (await kitchen.signedIn()).collections.get('menus')
  expect(Object.fromEntries(made.fields.map(({ name, type }) => [name, type]))).toEqual({
    id: 'text',
    title: 'text',
    story: 'editor',
    cost: 'number',
    open: 'bool',
    contact: 'email',
    site: 'url',
    since: 'date',
    papers: 'file',
    facts: 'json',
    pin: 'password',
    spot: 'geoPoint',
    size: 'select',
    dish: 'relation',
    made: 'autodate',
  })
  expect(made.fields.find(({ name }) => name === 'size')?.['values']).toEqual(['small', 'big'])
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('what the server refuses stands under its field, in the chosen language', async () => {
  const { page } = await enter('/new-collection', 'id-ID')
  await page.getByLabel('Nama', { exact: true }).fill('dishes')
  await page.getByRole('button', { name: 'Tambah kolom' }).click()
  await page.getByRole('dialog', { name: 'Tambah kolom' }).getByText('Pilihan', { exact: true }).click()
  await page.getByRole('button', { name: 'Buat koleksi' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('Pilihan', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  await page.getByText('Wajib diisi.').waitFor()
  await page.getByRole('alert').getByText('Belum dapat disimpan.').waitFor()
  expect(await page.getByLabel('Nama', { exact: true }).getAttribute('aria-invalid')).toBe('true')
})

test.skipIf(noBrowser)(
  'fields are renamed, moved by the keyboard and removed; lost data is typed to confirm',
  async () => {
    const { page, complaints } = await enter('/collections/dishes/edit')
    const nameAt = (index: number) => page.getByLabel(/^Name of the field/).nth(index)
    await expect.poll(() => nameAt(1).inputValue()).toBe('name')
    await nameAt(1).fill('title')
    await page.getByRole('button', { name: 'Move price', exact: true }).focus()
    await page.keyboard.press('Space')
    await page.getByText('price is at place 3.').waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowUp')
    await page.getByText('price is at place 2.').waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await expect.poll(() => nameAt(1).inputValue()).toBe('price')
    await page.getByRole('button', { name: 'Remove note' }).click()
    await page.getByText('is removed').waitFor()
    await page.getByRole('button', { name: 'Save changes' }).click()
    const plan = dialog(page)
    await plan.getByText('Lost for good:').waitFor()
    const lose = plan.getByRole('button', { name: 'Save and lose the data' })
    expect(await lose.isDisabled()).toBe(true)
    await plan.getByLabel('Type dishes to confirm').fill('dishes')
    await lose.click()
    await page.getByText('The collection is saved.').waitFor()
    const { fields, indexes } = await (await kitchen.signedIn()).collections.get('dishes')
    expect(fields.map(({ name }) => name)).toEqual(['id', 'price', 'title', 'cook'])
    // The index goes with its field.
    expect(indexes[0]).toContain('`title`')
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'sign-in options are saved, and those that do not fit are refused at their place',
  async () => {
    const { page, complaints } = await enter('/collections/users/edit?tab=auth')
    const codes = page.getByRole('region', { name: 'Code by mail' })
    await codes.getByRole('switch').click()
    await codes.getByLabel('Good for').fill('1')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect.poll(() => codes.getByLabel('Good for').getAttribute('aria-invalid')).toBe('true')
    await codes.getByLabel('Good for').fill('120')
    const preview = page.getByRole('region', { name: 'Preview' })
    await page.getByLabel('Mail', { exact: true }).selectOption('Code to sign in')
    const body = page.getByLabel('Text, as HTML')
    await body.fill('<p>Hello {RECORD:name}, {TOKEN}</p>')
    await preview.getByText('Nothing fills {TOKEN}').waitFor()
    await page.getByLabel('Subject').fill('A code')
    await preview.getByRole('alert').getByText('lacks {OTP}').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await preview.getByRole('button', { name: 'Show a preview' }).click()
    const frame = preview.getByTitle('Text of the mail')
    expect(await frame.getAttribute('sandbox')).toBe('')
    expect(await frame.getAttribute('srcdoc')).toContain('<p>Hello ‹name›, {TOKEN}</p>')
    // Our style is seen, a template's own is not, and the nonce of the page is not told.
    expect(await frame.getAttribute('srcdoc')).not.toContain('nonce')
    const paragraph = frame.contentFrame().locator('p')
    await body.fill('<style>p { color: rgb(1, 2, 3) }</style><p style="color: rgb(1, 2, 3)">Hello</p>')
    await paragraph.getByText('Hello').waitFor()
    expect(await paragraph.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(28, 32, 36)')
    await body.fill('<p>{OTP}</p>')
    await expect.poll(() => frame.getAttribute('srcdoc')).toContain('<p>12345678</p>')
    await paragraph.getByText('12345678').waitFor()
    const refused = complaints.splice(0)
    expect(refused.length).toBeGreaterThan(0)
    for (const complaint of refused) expect(complaint).toMatch(/^Applying inline style violates/)
    expect(await preview.getByRole('alert').count()).toBe(0)
    // What runs no scripts cannot be looked at by axe, either.
    await preview.getByRole('button', { name: 'Hide the preview' }).click()
    await page.getByRole('switch', { name: 'Passkeys' }).click()
    await page.getByRole('button', { name: 'Add service' }).click()
    const service = dialog(page)
    await service.getByLabel('Service', { exact: true }).selectOption('oidc')
    await service.getByLabel('Client ID').fill('app')
    await service.getByLabel('Client secret').fill('a secret')
    for (const [label, path] of Object.entries({ 'sign-in': 'auth', tokens: 'token' }))
      await service.getByLabel(`Address for ${label}`).fill(`https://id.example.com/${path}`)
    await service.getByLabel('PKCE').selectOption('Off')
    const extra = service.getByLabel('Extra options, as JSON')
    await extra.fill('{"issuers":')
    expect(await extra.getAttribute('aria-invalid')).toBe('true')
    expect(await service.getByRole('button', { name: 'Keep service' }).isDisabled()).toBe(true)
    expect(await accessibilityFaults(page)).toEqual([])
    await extra.fill('{"issuers":["https://id.example.com"]}')
    await service.getByRole('button', { name: 'Keep service' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('The collection is saved.').waitFor()
    expect(await (await kitchen.signedIn()).collections.get('users')).toMatchObject({
      otp: { enabled: true, duration: 120 },
      oauth2: {
        providers: [{ name: 'oidc', pkce: false, extra: { issuers: ['https://id.example.com'] } }],
      },
      dapur: { passkey: { enabled: true } },
    })
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'changes are not lost by a step aside, and a collection is deleted by typing its name',
  async () => {
    const { page, complaints } = await enter('/collections/spare/edit')
    await page.getByLabel('Name', { exact: true }).fill('other')
    await page.getByRole('link', { name: 'kinds' }).click()
    await dialog(page).getByRole('button', { name: 'Keep editing' }).click()
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Delete collection' }).click()
    const question = dialog(page)
    const confirm = question.getByRole('button', { name: 'Delete collection' })
    expect(await confirm.isDisabled()).toBe(true)
    await question.getByRole('textbox').fill('spare')
    await confirm.click()
    await page.getByText('The collection spare is deleted.').waitFor()
    await expect.poll(() => page.getByRole('link', { name: 'spare', exact: true }).count()).toBe(0)
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('the palette leads everywhere by the keyboard alone', async () => {
  const { page, complaints } = await enter('/collections/kinds')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill('new coll')
  await page.getByRole('option', { name: 'New collection' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('combobox', { name: 'Commands' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'New collection' }).waitFor()
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)(
  'the history is switched on, and without a rule it is for superusers only',
  async () => {
    const { page, complaints } = await enter('/collections/spare2/edit?tab=history')
    await page.getByRole('switch', { name: 'Enabled' }).click()
    const rule = page.getByLabel('Who may read the history')
    await rule.fill('label =')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect.poll(() => rule.getAttribute('aria-invalid')).toBe('true')
    await rule.fill('')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('The collection is saved.').waitFor()
    expect(await (await kitchen.signedIn()).collections.get('spare2')).toMatchObject({
      dapur: { history: true, historyRule: null },
    })
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('on a phone the form fits, also with a long name and changes', async () => {
  const { page } = await enter('/collections/spare2/edit')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByLabel('Name', { exact: true }).fill(`spare_${'with_a_long_name_'.repeat(6)}`)
  for (const tab of ['Indexes', 'API', 'History', 'Rules', 'Fields']) {
    await page.getByRole('tab', { name: tab }).click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(await accessibilityFaults(page)).toEqual([])
  }
})
