import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { runDapur } from '../../../server/tests/serve-process.ts'
import { dishes } from '../dishes.ts'
import { drawDish } from '../draw-dish.ts'
import { openWarung } from './open-warung.ts'

const root = join(import.meta.dirname, '../../..')
const here = join(import.meta.dirname, '..')
const run = promisify(execFile)
const warung = openWarung()

test('the types of the warung are what `dapur types` writes from its collections now', async () => {
  const { output, code } = await runDapur(['types', '--dir', warung.dir])
  expect(code).toBe(0)
  expect(output).toBe(readFileSync(join(here, 'dapur.d.ts'), 'utf8'))
})

interface Manifest {
  devDependencies: Record<string, string>
}

/** What the compiler says of one more file of the app. */
async function compile(line: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-warung-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(
    join(folder, 'more.ts'),
    `import { useLive } from '${here}/app/src/use-live.ts'\n` +
      `import { dapur } from '${here}/app/src/dapur.ts'\n` +
      `export async function more(): Promise<void> { ${line} }\nvoid useLive\n`,
  )
  const config = {
    extends: join(here, 'app/tsconfig.json'),
    compilerOptions: { typeRoots: [join(root, 'node_modules/@types')], types: [] },
    include: ['more.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const ran = await run(process.execPath, [tsc, '--noEmit', '-p', folder]).catch((error: unknown) => error)
  return ran instanceof Object && 'stdout' in ran ? String(ran.stdout) : String(ran)
}

test('a wrong name of a field, a collection or a relation does not compile', async () => {
  const right = `
    const dish = await dapur.collection('dishes').get('x'); dish.price.toFixed()
    const order = await dapur.collection('orders').get('x', { expand: 'items_via_order.dish' })
    order.expand.items_via_order[0]?.expand.dish.name.trim()
    await dapur.collection('orders').update('x', { status: 'ready' })
    useLive('orders', { expand: 'items_via_order.dish' })?.[0]?.expand.items_via_order`
  expect(await compile(right)).toBe('')
  const wrong = [
    ['dish.price.', 'dish.cost.'],
    ["collection('dishes')", "collection('dish')"],
    ['dish.name.', 'dish.title.'],
    ["status: 'ready'", "status: 'done'"],
    ["useLive('orders'", "useLive('dishes'"],
    ["expand: 'items_via_order.dish' })\n", "expand: 'items_via_order.meal' })\n"],
  ]
  const said = await Promise.all(wrong.map(([from = '', to = '']) => compile(right.replace(from, to))))
  for (const [at, text] of said.entries()) expect(text, wrong[at]?.[1]).toMatch(/error TS\d+/)
}, 60_000)

test('the app is one of the projects that `npm test` type-checks', async () => {
  const script = `import { projects } from '${root}/scripts/projects.mjs'; console.log(projects.join())`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script])
  expect(stdout.trim().split(',')).toContain('examples/warung/app')
})

test('it is built with what the admin UI is built with', () => {
  const read = (file: string): Record<string, string> => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest
    return devDependencies
  }
  expect(read('admin-ui/package.json')).toMatchObject(read('examples/warung/app/package.json'))
})

test('each dish has a picture of its own, drawn the same every time', () => {
  const pictures = dishes.map(({ look, name }) => drawDish(look, name))
  expect(pictures.length).toBeGreaterThanOrEqual(40)
  expect(new Set(pictures).size).toBe(dishes.length)
  expect(dishes.map(({ look, name }) => drawDish(look, name))).toEqual(pictures)
  expect(() => drawDish('plate rice #fff pizza', 'x')).toThrow('"pizza" is no part of a dish')
})

test('it takes at most 1,000 lines of code, without the dishes, their pictures, generated types and tests', () => {
  const files = globSync(['*.ts', 'app/*.{ts,html}', 'app/src/**'], { cwd: here }).filter(
    (file) => /\.\w+$/.test(file) && !['dishes.ts', 'draw-dish.ts', 'dapur.d.ts'].includes(file),
  )
  const lines = files.flatMap((file) => readFileSync(join(here, file), 'utf8').split('\n'))
  const code = lines.filter((line) => !/^\s*(?:$|\/\/|\/\*|\*)/.test(line))
  expect(files).toContain('hono.config.ts')
  expect(files.length).toBeGreaterThan(20)
  expect(code.length).toBeLessThanOrEqual(1000)
})
