import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { openHouse } from '../../app.ts'
import { isJsonObject } from '../../base/json.ts'
import { loadDefault } from '../../config.ts'
import { parseRuleTests, type RuleTests, type RuleVerdict, runRuleTests } from '../../ops/rule-tests.ts'
import type { RulePart } from '../../records/explain-tree.ts'

interface TestFlags {
  readonly json?: boolean
}

/** `dapur rules`: what can be done with rules without a server. */
export function rulesCommand(): Command {
  const test = new Command('test')
    .description('tell whether files of rule tests hold: who may do what (docs/rules.md)')
    .argument('<files...>')
    .option('--json', 'the verdicts as JSON on standard output')
    .action((files: string[], { json }: TestFlags) => testFiles(files, json === true))
  return new Command('rules').description('test access rules').addCommand(test)
}

async function testFiles(files: readonly string[], isJson: boolean): Promise<void> {
  const results: { readonly file: string; readonly verdicts: readonly RuleVerdict[] }[] = []
  for (const file of files) {
    const verdicts = await testFile(resolve(file))
    results.push({ file, verdicts })
    if (!isJson) console.log(report(file, verdicts))
  }
  if (isJson) console.log(JSON.stringify(results))
  if (results.some(({ verdicts }) => verdicts.some(({ isRight }) => !isRight))) process.exitCode = 1
}

/** Each file has a world of its own, which is gone afterwards. */
async function testFile(file: string): Promise<readonly RuleVerdict[]> {
  const tests = await load(file)
  const collections = collectionsOf(file, tests)
  const dir = mkdtempSync(join(tmpdir(), 'dapur-rules-'))
  try {
    const house = await openHouse({ dir, durability: 'normal', logLevel: 'warn' })
    try {
      return await runRuleTests(house, tests, collections)
    } finally {
      await house.storage.close()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function load(file: string): Promise<RuleTests> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  if (file.endsWith('.json')) return parseRuleTests(JSON.parse(readFileSync(file, 'utf8')))
  return parseRuleTests(await loadDefault(file, 'its tests: export default ruleTests({ … })'))
}

/** A list, as it stands or in a file; also the whole answer of `GET /api/collections`. */
function collectionsOf(
  file: string,
  { collections }: RuleTests,
): readonly Readonly<Record<string, unknown>>[] {
  if (typeof collections !== 'string') return collections
  const path = resolve(dirname(file), collections)
  if (!existsSync(path)) throw new Error(`There is no file ${path}, which ${file} names for its collections.`)
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const list = isJsonObject(read) ? read['items'] : read
  if (!Array.isArray(list)) throw new Error(`${path} has to be a JSON list of collections.`)
  return list.filter(isJsonObject)
}

function report(file: string, verdicts: readonly RuleVerdict[]): string {
  const wrong = verdicts.filter(({ isRight }) => !isRight)
  const lines = verdicts.flatMap(({ title, isRight, explanation }) => {
    const mark = isRight ? styleText('green', '✓') : styleText('red', '✗')
    const { rule, sentence, tree } = explanation
    const why = isRight
      ? []
      : [`    ${rule ?? 'null'}`, `    ${sentence}`, ...(tree ? tell(tree, '    ') : [])]
    return [`  ${mark} ${title}`, ...why]
  })
  return [
    styleText('bold', file),
    ...lines,
    `  ${verdicts.length - wrong.length} of ${verdicts.length} are so.`,
  ].join('\n')
}

/** The parts of a rule with their verdicts and values, each under the one that it belongs to. */
function tell(part: RulePart, indent: string): string[] {
  const mark = part.holds ? styleText('green', 'yes') : styleText('red', 'no ')
  if (part.kind !== 'compare') {
    const name = part.kind === 'all' ? 'all of' : 'any of'
    return [`${indent}${mark} ${name}`, ...part.parts.flatMap((child) => tell(child, `${indent}  `))]
  }
  const values = [part.left, part.right].map((side) => JSON.stringify(side.values).slice(1, -1))
  return [`${indent}${mark} ${part.text}   (${values.join(' against ')})`]
}
