import type { Client } from '@dapur/sdk'
import type { Locator, Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import { noBrowser, type OpenPage, useBrowser } from './browser.ts'
import { enterPage } from './enter-page.ts'
import { type Kitchen, useKitchen } from './kitchen.ts'

/** A server with some collections, for the tests of a file about their editor. */
export interface EditorScene {
  kitchen: Kitchen
  /** Signs in and opens a page of the admin UI. */
  enter: (path: string, locale?: string) => Promise<OpenPage>
  /** What is above everything else. */
  dialog: (page: Page) => Locator
  /** Writes over a text of CodeMirror as a person does: what is selected is deleted, then typed anew. */
  retype: (page: Page, name: string, text: string) => Promise<void>
}

/** Dishes of a cook with an index and a record, kinds with one label, spare collections, and an account. */
export function useEditorScene(): EditorScene {
  const open = useBrowser()
  const kitchen = useKitchen({ superuser: true })
  beforeAll(async () => {
    if (!noBrowser) await seed(await kitchen.signedIn())
  }, 60_000)
  return {
    kitchen,
    enter: (path, locale = 'en') =>
      enterPage(open, kitchen, path, {
        locale,
        ready: (page) => page.getByRole('tab').or(page.getByRole('grid')),
      }),
    dialog: (page) => page.locator('dialog[open]').last(),
    async retype(page, name, text) {
      await page.getByRole('textbox', { name }).click()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Delete')
      await page.keyboard.insertText(text)
    },
  }
}

async function seed(dapur: Client): Promise<void> {
  const text = (name: string) => ({ name, type: 'text', presentable: true })
  const users = await dapur.collections.get('users')
  const account = {
    email: 'sri@example.com',
    password: 'a long password',
    passwordConfirm: 'a long password',
  }
  await dapur.collection('users').create(account)
  await dapur.collections.create({
    name: 'dishes',
    type: 'base',
    fields: [
      text('name'),
      { name: 'price', type: 'number' },
      { name: 'note', type: 'text' },
      { name: 'cook', type: 'relation', collectionId: users.id, maxSelect: 1 },
    ],
    indexes: ['CREATE INDEX `idx_dishes_name` ON `dishes` (`name`)'],
  })
  await dapur.collection('dishes').create({ name: 'Soto', note: 'x' })
  await dapur.collections.create({ name: 'kinds', type: 'base', fields: [text('label')] })
  await dapur.collection('kinds').create({ label: 'Soup' })
  await dapur.collections.create({ name: 'spare', type: 'base', fields: [text('label')] })
  await dapur.collections.create({ name: 'spare2', type: 'base', fields: [text('label')] })
}
