// `npm test`: every check, then every test, in this order, up to the first red one. With arguments
// (`npm test -- PATTERN`) the checks are left out and vitest gets them.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAdminUi } from './admin-ui.mjs'
import { ensureChromium } from './chromium.mjs'
import { checkArgs, projects } from './projects.mjs'
import { root } from './root.mjs'
import { runChild } from './run-child.mjs'

const patterns = process.argv.slice(2)
/** @type {Record<string, string>} */
const testEnv = {}

/** @type {[string, () => number | Promise<number>][]} */
const checks = [
  ['format', () => run('node_modules/oxfmt/bin/oxfmt', '--check')],
  ['lint', () => run('node_modules/oxlint/bin/oxlint')],
  ...projects.map(typecheck),
  ['dead code', () => run('node_modules/knip/bin/knip.js', '--no-progress')],
]

/** @type {[string, () => number | Promise<number>][]} */
const tests = [
  ['admin UI', readyAdminUi],
  ['browser', readyBrowser],
  ['tests', runTests],
]

for (const [name, step] of patterns.length > 0 ? tests : [...checks, ...tests]) {
  const start = performance.now()
  console.log(`\n— ${name}`)
  const code = await step()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  // The tests' last word is their count.
  if (name !== 'tests') console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code === 0) continue
  process.exitCode = code
  break
}

/**
 * @param {string} file a script, from the root of the repository
 * @param {string[]} args
 */
function run(file, ...args) {
  return runChild(process.execPath, [join(root, file), ...args], { cwd: root, env: testEnv })
}

/**
 * @param {string} project a folder with a tsconfig.json
 * @returns {[string, () => Promise<number>]}
 */
function typecheck(project) {
  return [`types of ${project}`, () => run('node_modules/typescript/bin/tsc', ...checkArgs(project))]
}

function readyAdminUi() {
  buildAdminUi(root, process.execPath)
  return 0
}

function readyBrowser() {
  if (!ensureChromium()) testEnv.DAPUR_NO_BROWSER = '1'
  return 0
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'dapur-check-'))
  const report = join(folder, 'report.json')
  try {
    const code = await run(
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...patterns,
    )
    printCount(report)
    return code
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} report the path of vitest's JSON report */
function printCount(report) {
  // Absent when vitest could not even start; its exit code tells.
  if (!existsSync(report)) return
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'))
  console.log(`${passed} passed, ${failed} failed`)
}
