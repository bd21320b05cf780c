import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { checkFloors } from '../scripts/floors/check.ts'

type Files = Record<string, string>

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function checkHouse(files: Files): string[] {
  const root = mkdtempSync(join(tmpdir(), 'floors-'))
  folders.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return checkFloors(root)
}

test('the house stands on its floors', () => {
  expect(checkFloors(join(import.meta.dirname, '..'))).toEqual([])
})

describe('every form of import is read', () => {
  const forms: [string, string][] = [
    ['static', `import { signIn } from '../auth/sign-in.ts'`],
    ['static over lines', `import {\n  signIn,\n} from\n  '../auth/sign-in.ts'`],
    ['default', `import signIn from '../auth/sign-in.ts'`],
    ['namespace', `import * as auth from '../auth/sign-in.ts'`],
    ['type', `import type { SignIn } from '../auth/sign-in.ts'`],
    ['inline type', `import { type SignIn } from '../auth/sign-in.ts'`],
    ['bare', `import '../auth/sign-in.ts'`],
    ['re-export', `export { signIn } from '../auth/sign-in.ts'`],
    ['re-export of all', `export * from '../auth/sign-in.ts'`],
    ['re-export of a type', `export type { SignIn } from '../auth/sign-in.ts'`],
    ['dynamic', `export const load = () => import('../auth/sign-in.ts')`],
    ['dynamic by template', 'export const load = () => import(`../auth/sign-in.ts`)'],
    ['type query', `export type SignIn = import('../auth/sign-in.ts').SignIn`],
    ['typeof query', `export type Auth = typeof import('../auth/sign-in.ts')`],
    ['require', `export const auth = require('../auth/sign-in.ts')`],
  ]
  test.each(forms)('%s', (_, text) => {
    expect(checkHouse({ 'server/records/list.ts': text })).toEqual([
      'records/list.ts must not import auth/sign-in.ts',
    ])
  })
})

describe('a planted fault goes red', () => {
  const oneTooMany = 'export const x = 1\n'.repeat(301)
  const faults: [string, Files, string][] = [
    [
      'sideways',
      { 'server/mail/smtp.ts': `import '../files/disk.ts'` },
      'mail/smtp.ts must not import files/disk.ts',
    ],
    ['up to app', { 'server/http/router.ts': `import '../app.ts'` }, 'http/router.ts must not import app.ts'],
    ['app to cli', { 'server/app.ts': `import './cli/dapur.ts'` }, 'app.ts must not import cli/dapur.ts'],
    ['cli to main', { 'server/cli/bin.ts': `import '../main.ts'` }, 'cli/bin.ts must not import main.ts'],
    [
      'up to config',
      { 'server/http/router.ts': `import '../config.ts'` },
      'http/router.ts must not import config.ts',
    ],
    ['up to index', { 'server/app.ts': `import './index.ts'` }, 'app.ts must not import index.ts'],
    ['index to main', { 'server/index.ts': `export * from './main.ts'` }, 'index.ts must not import main.ts'],
    ['itself by name', { 'server/hooks/on.ts': `import 'dapur'` }, 'hooks/on.ts must not import index.ts'],
    [
      'a migration to a record verb',
      { 'migrations/0001_system.ts': `import '../server/records/list.ts'` },
      'migrations/0001_system.ts must not import records/list.ts',
    ],
    [
      'base to a migration',
      { 'server/base/id.ts': `import '../../migrations/0001_system.ts'` },
      'base/id.ts must not import migrations/0001_system.ts',
    ],
    [
      'out of the house',
      { 'server/base/id.ts': `import '../../scripts/root.mjs'` },
      'base/id.ts must not import scripts/root.mjs',
    ],
    [
      'the helpers of tests',
      { 'server/app.ts': `import './tests/scenario.ts'` },
      'app.ts must not import tests/scenario.ts',
    ],
    [
      'a suite, from code',
      { 'server/fields/number.ts': `import './field-type.suite.ts'` },
      'fields/number.ts must not import fields/field-type.suite.ts',
    ],
    [
      'a test that climbs',
      { 'server/rules/agree.test.ts': `import '../records/list.ts'` },
      'rules/agree.test.ts must not import records/list.ts',
    ],
    [
      'a suite that climbs',
      { 'server/fields/field-type.suite.ts': `import '../app.ts'` },
      'fields/field-type.suite.ts must not import app.ts',
    ],
    [
      'the SDK',
      { 'server/base/id.ts': `import { createClient } from '@dapur/sdk'` },
      'base/id.ts must not import @dapur/sdk',
    ],
    [
      'the SDK, as a type',
      { 'server/base/id.ts': `import type { Client } from '@dapur/sdk'` },
      'base/id.ts must not import @dapur/sdk',
    ],
    [
      'the wire as a value',
      { 'server/base/id.ts': `import { type Json } from '@dapur/sdk/wire'` },
      'base/id.ts must not import @dapur/sdk/wire',
    ],
    [
      'the wire by its path',
      { 'server/base/id.ts': `import type { Json } from '../../sdk/src/wire.ts'` },
      'base/id.ts must not import sdk/src/wire.ts',
    ],
    [
      'a wire that imports',
      { 'sdk/src/wire.ts': `import type { A } from './a.ts'` },
      'sdk/src/wire.ts must not import sdk/src/a.ts',
    ],
    [
      'a client in the server',
      { 'admin-ui/src/main.tsx': `import '../../server/index.ts'` },
      'admin-ui/src/main.tsx must not import index.ts',
    ],
    [
      'a computed import',
      { 'server/ops/jobs.ts': 'export const load = (name: string) => import(name)' },
      'ops/jobs.ts must not import what it computes, only config.ts may',
    ],
    ['an unknown room', { 'server/utils/x.ts': '' }, 'utils/x.ts is in no room of the house'],
    ['an unknown file at the top', { 'server/helpers.ts': '' }, 'helpers.ts is in no room of the house'],
    ['a room as a file', { 'server/records.ts': '' }, 'records.ts is in no room of the house'],
    ['a file too long', { 'server/base/id.ts': oneTooMany }, 'base/id.ts has 301 lines, the limit is 300'],
    [
      'a test too long',
      { 'server/base/id.test.ts': oneTooMany },
      'base/id.test.ts has 301 lines, the limit is 300',
    ],
    [
      'a script too long',
      { 'scripts/run.mjs': oneTooMany },
      'scripts/run.mjs has 301 lines, the limit is 300',
    ],
    [
      'a style sheet too long',
      { 'admin-ui/src/look.css': 'a {}\n'.repeat(301) },
      'admin-ui/src/look.css has 301 lines, the limit is 300',
    ],
    [
      'a circle',
      { 'server/base/a.ts': `import './b.ts'`, 'server/base/b.ts': `import type { A } from './a.ts'` },
      'base/a.ts → base/b.ts → base/a.ts is a circle',
    ],
    ['oslo', { 'server/auth/token.ts': `import 'oslo/crypto'` }, 'auth/token.ts must not import oslo/crypto'],
    ['ws', { 'server/realtime/hub.ts': `import 'ws'` }, 'realtime/hub.ts must not import ws'],
    [
      'better-sqlite3',
      { 'server/records/list.ts': `import Database from 'better-sqlite3'` },
      'records/list.ts must not import better-sqlite3',
    ],
  ]
  test.each(faults)('%s', (_, files, fault) => {
    expect(checkHouse({ 'server/base/clock.ts': '', ...files })).toEqual([fault])
  })

  test.each([
    'export const port = process.env.PORT',
    `export const port = process['env']['PORT']`,
    'export const port = globalThis.process.env.PORT',
    'export const { env } = process',
    `import { env } from 'node:process'`,
    `import { env as e } from 'process'`,
  ])('the environment: %s', (text) => {
    expect(checkHouse({ 'server/app.ts': text })).toEqual([
      'app.ts must not read process.env, only config.ts may',
    ])
  })

  test.each([
    `if (dialect.name === 'sqlite') run()`,
    `if ('sqlite' != house.dialect.name) run()`,
    `switch (storage.dialect['name']) {}`,
  ])('a dialect asked for its name: %s', (text) => {
    expect(checkHouse({ 'server/records/list.ts': text })).toEqual([
      'records/list.ts must not compare dialect.name, only storage/ may',
    ])
  })
})

test('what the house allows stays green', () => {
  const allowed: Files = {
    'server/base/crypto.ts': `import 'oslo/password'\nimport type { Json } from '@dapur/sdk/wire'`,
    'server/storage/sqlite.ts': `import 'better-sqlite3'\nif (dialect.name === 'sqlite') run()`,
    'server/storage/migrate.ts': `import '../../migrations/0001_system.ts'\nimport '../base/crypto.ts'`,
    'migrations/0001_system.ts': `import type { Dialect } from '../server/storage/dialect.ts'`,
    'server/records/list.ts': `import '../storage/sqlite.ts'\n// import '../auth/sign-in.ts'\nexport const s = "import '../auth/x.ts'; process.env"`,
    'server/records/list.test.ts': `import 'better-sqlite3'\nimport 'ws'\nimport '../tests/scenario.ts'\nexport const e = process.env`,
    'server/http/routes/realtime.ts': `import 'ws'`,
    'server/config.ts': `export const load = (file: string) => import(file)\nexport const e = process.env`,
    'server/app.ts': `import './config.ts'\nimport './http/routes/realtime.ts'`,
    'server/cli/dapur.ts': `export const serve = () => import('../app.ts')`,
    'server/main.ts': `import './cli/dapur.ts'\nimport './config.ts'`,
    'server/index.ts': `export * from './records/list.ts'\nexport * from './app.ts'`,
    'server/app.test.ts': `import './app.ts'`,
    'server/tests/scenario.ts': `import '../app.ts'\nimport '@dapur/sdk'`,
    'server/floors.test.ts': `import '../scripts/floors/check.ts'`,
    'server/base/full.ts': 'export const x = 1\n'.repeat(300),
    'sdk/src/index.ts': `export type { Json } from './wire.ts'`,
    'node_modules/x/long.ts': 'export {}\n'.repeat(301),
    'admin-ui/dist/long.css': 'a {}\n'.repeat(301),
  }
  expect(checkHouse(allowed)).toEqual([])
})

test('a file that is no TypeScript is not passed over', () => {
  expect(() => checkHouse({ 'server/app.ts': 'import {' })).toThrow('app.ts')
})
