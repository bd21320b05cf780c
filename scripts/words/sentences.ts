import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { isNode, type Node, nodesUnder } from '../floors/source.ts'

/** Who says something to a caller, and the place of the sentence among its arguments. */
const SPEAKERS: ReadonlyMap<unknown, number> = new Map([
  ['problem', 1],
  ['RuleError', 0],
  // The same for one query parameter of an import or an export.
  ['invalid', 1],
])

/**
 * The sentences that the server has for problems of single values and for rules, as they stand in its sources. What is
 * put into one is a hole: {1}, {2}. Those that are made elsewhere, such as the message of another error, are not found.
 *
 * @example sentencesOf('/repo/server') // Set { 'This cannot be empty.', 'Use at most {1} bytes.', … }
 */
export function sentencesOf(folder: string): Set<string> {
  return new Set(sourcesOf(folder).flatMap(sentencesIn))
}

/** Every text in the sources of a folder, whoever says it; what is put into one is a hole. */
export function textsOf(folder: string): Set<string> {
  const nodes = sourcesOf(folder).flatMap(nodesIn)
  return new Set(nodes.flatMap((node) => (isText(node) ? sentencesAt(node, new Map()) : [])))
}

function sourcesOf(folder: string): string[] {
  const files = globSync('**/*.ts', { cwd: folder, exclude: ['**/*.test.ts', '**/*.suite.ts', 'tests/**'] })
  return files.map((file) => readFileSync(join(folder, file), 'utf8'))
}

function nodesIn(source: string): Node[] {
  return [...nodesUnder(parseSync('source.ts', source).program)]
}

/** The sentences of one source. */
export function sentencesIn(source: string): string[] {
  const nodes = nodesIn(source)
  const named = new Map(nodes.filter(isDeclarator).map((node) => [nameOf(node['id']), node['init']]))
  return nodes.flatMap((node) => {
    const at = SPEAKERS.get(nameOf(node['callee']))
    const said = node['arguments']
    return at === undefined || !Array.isArray(said) ? [] : sentencesAt(said[at], named)
  })
}

function sentencesAt(node: unknown, named: ReadonlyMap<unknown, unknown>): string[] {
  if (!isNode(node)) return []
  if (node.type === 'ConditionalExpression')
    return [node['consequent'], node['alternate']].flatMap((part) => sentencesAt(part, named))
  if (node.type === 'Identifier') {
    // Followed once only: what a name stands for is a text, or it is made elsewhere.
    const value = named.get(nameOf(node))
    return isNode(value) && value.type !== 'Identifier' ? sentencesAt(value, named) : []
  }
  if (node.type === 'TemplateLiteral') return [templateOf(node)]
  return typeof node['value'] === 'string' ? [node['value']] : []
}

function templateOf(node: Node): string {
  const pieces = Array.isArray(node['quasis']) ? node['quasis'].map(cookedOf) : []
  return pieces.map((piece, at) => (at === 0 ? piece : `{${at}}${piece}`)).join('')
}

function cookedOf(quasi: unknown): string {
  const text = isNode(quasi) ? quasi['value'] : undefined
  const isCooked = typeof text === 'object' && text !== null && 'cooked' in text
  return isCooked ? String(text.cooked) : ''
}

function isText({ type }: Node): boolean {
  return type === 'Literal' || type === 'TemplateLiteral'
}

function isDeclarator(node: Node): boolean {
  return node.type === 'VariableDeclarator'
}

function nameOf(node: unknown): unknown {
  return isNode(node) && node.type === 'Identifier' ? node['name'] : undefined
}
