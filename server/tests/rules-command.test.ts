import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'dapur-rules-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
// A project finds `dapur` among its packages.
mkdirSync(join(folder, 'node_modules'))
symlinkSync(root, join(folder, 'node_modules/dapur'))
writeFileSync(join(folder, 'package.json'), '{"type":"module"}')

interface Ended {
  readonly code: number
  readonly out: string
  readonly error: string
}

function rules(...args: string[]): Promise<Ended> {
  const argv = ['--conditions=source', join(root, 'server/main.ts'), 'rules', 'test', ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: folder }, (error, out, problem) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, error: problem })
    })
  })
}

const LIMIT = 120_000
const page = readFileSync(join(root, 'docs/rules.md'), 'utf8')
const [, name = '', text = ''] = /<!-- file: (\S+) -->\n```ts\n(.*?)```/s.exec(page) ?? []

test(
  'docs/rules.md: the file of rule tests holds, and says so',
  async () => {
    writeFileSync(join(folder, name), text)
    const { code, out } = await rules(name)
    expect([code, out]).toEqual([0, expect.stringContaining('6 of 6 are so.')])
    expect(out).toContain('sri may view lunch')
  },
  LIMIT,
)

test(
  'a claim that is not so is shown with the reason, and ends with 1',
  async () => {
    const wrong = text.replace("as: 'budi', mayNot: 'view'", "as: 'budi', may: 'view'")
    expect(wrong).not.toBe(text)
    writeFileSync(join(folder, 'wrong.rules.ts'), wrong)
    const { code, out } = await rules('wrong.rules.ts')
    expect(code).toBe(1)
    expect(out).toContain('5 of 6 are so.')
    expect(out).toContain('When the requester is signed in and guest is the requester.')
    expect(out).toMatch(/no {2}guest = @request\.auth\.id {3}\("\w{15}" against "\w{15}"\)/)
    const json = await rules(name, 'wrong.rules.ts', '--json')
    expect(json.code).toBe(1)
    const files: { file: string; verdicts: { isRight: boolean }[] }[] = JSON.parse(json.out)
    const wrongOf = files.map(({ file, verdicts }) => [
      file,
      verdicts.filter(({ isRight }) => !isRight).length,
    ])
    expect(wrongOf).toEqual([
      [name, 0],
      ['wrong.rules.ts', 1],
    ])
  },
  LIMIT,
)

test(
  'a file that says nothing useful is refused in clear words',
  async () => {
    writeFileSync(join(folder, 'broken.json'), JSON.stringify({ collections: [{}], tests: [{ as: null }] }))
    expect(await rules('broken.json')).toMatchObject({
      code: 1,
      error: expect.stringContaining('tests.0: say may or mayNot'),
    })
    expect(await rules('missing.rules.ts')).toMatchObject({
      code: 1,
      error: expect.stringContaining('There is no file'),
    })
    const suite = {
      collections: [{ name: 'notes', type: 'base' }],
      tests: [{ as: 'nobody', may: 'view', record: 'nothing' }],
    }
    writeFileSync(join(folder, 'nobody.json'), JSON.stringify(suite))
    expect(await rules('nobody.json')).toMatchObject({
      code: 1,
      error: expect.stringContaining('There is no record with the name "nothing"'),
    })
  },
  LIMIT,
)
