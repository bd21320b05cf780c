import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { noBrowser } from './browser.ts'
import { useEntrance } from './enter-page.ts'
import { useKitchen } from './kitchen.ts'
import { accessibilityFaults, faultsAtWidths } from './page-faults.ts'

const kitchen = useKitchen({ superuser: true })
const enter = useEntrance(kitchen)

beforeAll(async () => {
  if (noBrowser) return
  const dapur = await kitchen.signedIn()
  await dapur.collections.create({ name: 'dishes', type: 'base', fields: [{ name: 'name', type: 'text' }] })
  for (const name of ['Soto', 'Rawon', '=1+1']) await dapur.collection('dishes').create({ name })
  await dapur
    .collection('no_such')
    .list()
    .catch(() => undefined)
}, 60_000)

test.skipIf(noBrowser)(
  'the logs are searched by level, by words and by an expression, and opened',
  async () => {
    const { page, complaints } = await enter('/logs')
    const line = page.getByRole('row').filter({ hasText: '/api/collections/no_such/records' })
    await line.waitFor()
    await page.getByRole('img', { name: /Entries by hour/ }).waitFor()
    expect(await page.locator('canvas').count()).toBe(1)
    expect(await faultsAtWidths(page)).toEqual([])

    await page.getByLabel('Level').selectOption({ label: 'Errors' })
    await expect
      .poll(() => page.getByRole('row').filter({ hasText: 'POST /api/collections/dishes/records' }).count())
      .toBe(0)
    expect(page.url()).toContain('level=error')
    await page.getByLabel('Level').selectOption({ label: 'Everything' })

    const search = page.getByLabel('Search the logs')
    await search.fill('data.status = 404 && data.method = "GET"')
    await search.press('Enter')
    await line.waitFor()
    await search.fill('no_such')
    await search.press('Enter')
    await line.getByRole('button').click()
    const sheet = page.getByRole('dialog', { name: 'Log entry' })
    await sheet.getByText('404').waitFor()
    expect(await faultsAtWidths(page)).toEqual([])
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })

    await search.fill('data.status = (')
    await search.press('Enter')
    await page.getByRole('search').getByRole('alert').waitFor()
    await page.getByLabel('Search the logs').fill('there is nothing like this')
    await page.getByLabel('Search the logs').press('Enter')
    await page.getByRole('heading', { name: 'No entry matches' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Clear the search' }).last().click()
    await line.first().waitFor()
    expect(complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('a job is run now, and says how it went', async () => {
  const { page, complaints } = await enter('/jobs')
  const job = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Clear logs' }) })
  await job.getByText('Not yet since the start').waitFor()
  expect(await faultsAtWidths(page)).toEqual([])
  await job.getByRole('button', { name: 'Run now: Clear logs' }).click()
  await job.getByText('Done', { exact: true }).waitFor()
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('a backup is made, taken away, brought back, restored and deleted', async () => {
  const dapur = await kitchen.signedIn()
  const { page, complaints } = await enter('/backups')
  await page.getByRole('heading', { name: 'No backups yet' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])

  await page.getByRole('button', { name: 'Create backup' }).click()
  const form = page.locator('form').filter({ has: page.getByLabel('Name') })
  await page.getByLabel('Name').fill('Not So')
  await form.getByRole('button', { name: 'Create backup' }).click()
  await page.locator('[aria-invalid="true"]').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByLabel('Name').fill('monday')
  await form.getByRole('button', { name: 'Create backup' }).click()
  const backup = page.getByRole('listitem').filter({ hasText: 'monday.zip' })
  await backup.waitFor()
  expect(await faultsAtWidths(page)).toEqual([])

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download monday.zip' }).click(),
  ])
  const bytes = await readFile(await download.path())
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
  await page
    .getByLabel('Upload', { exact: true })
    .setInputFiles({ name: 'tuesday.zip', mimeType: 'application/zip', buffer: bytes })
  await page.getByRole('listitem').filter({ hasText: 'tuesday.zip' }).waitFor()

  await dapur.collection('dishes').create({ name: 'After the backup' })
  await page.getByRole('button', { name: 'Restore monday.zip' }).click()
  const question = page.getByRole('dialog', { name: 'Restore monday.zip?' })
  const confirm = question.getByRole('button', { name: 'Restore' })
  expect(await confirm.isDisabled()).toBe(true)
  expect(await faultsAtWidths(page)).toEqual([])
  await question.getByRole('textbox').fill('monday.zip')
  await confirm.click()
  await page.getByText('Restoring monday.zip').waitFor()
  await page.getByText('monday.zip is restored.').waitFor({ timeout: 60_000 })
  expect((await dapur.collection('dishes').list()).totalItems).toBe(3)

  await page.getByRole('button', { name: 'Delete tuesday.zip' }).click()
  const last = page.getByRole('dialog', { name: 'Delete tuesday.zip?' })
  await last.getByRole('textbox').fill('tuesday.zip')
  await last.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('listitem').filter({ hasText: 'tuesday.zip' }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test.skipIf(noBrowser)('an archive that is none is not taken, and the page says why', async () => {
  const { page } = await enter('/backups')
  await page
    .getByLabel('Upload', { exact: true })
    .setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer: Buffer.from('PK no zip') })
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('listitem').filter({ hasText: 'broken.zip' }).count()).toBe(0)
})

test.skipIf(noBrowser)(
  'SQL is read, held back while it would change data, exported and remembered',
  async () => {
    const { page, complaints } = await enter('/sql')
    const editor = page.getByRole('textbox', { name: 'SQL' })
    const ask = async (query: string): Promise<void> => {
      await editor.press('Control+A')
      await editor.press('Delete')
      await page.keyboard.insertText(query)
      await editor.press('Control+Enter')
    }
    await ask('select name from dishes order by name')
    await page.getByRole('cell', { name: 'Rawon' }).waitFor()
    expect(await faultsAtWidths(page)).toEqual([])

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ])
    expect(await readFile(await download.path(), 'utf8')).toBe("name\r\n'=1+1\r\nRawon\r\nSoto\r\n")

    await ask('select name from nowhere')
    await page.getByRole('alert').getByText('no such table').waitFor()
    await ask("update dishes set name = 'Soto Ayam' where name = 'Soto'")
    await page.getByRole('alert').getByText('This changes data').waitFor()
    await page.getByRole('switch', { name: 'Allow changes' }).click()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByText('1 row changed').waitFor()

    await page.getByRole('button', { name: 'History' }).click()
    expect(await faultsAtWidths(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'select name from dishes' }).click()
    expect(await editor.innerText()).toBe('select name from dishes order by name')
    expect(complaints).toEqual([])
  },
)
