import { readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'

/** One import of a source file, in whichever form it is written. */
export interface Import {
  /** What stands between the quotes; undefined when it is computed: `import(name)`. */
  readonly specifier: string | undefined
  /** Does nothing of it stay when the types are taken away? */
  readonly isType: boolean
}

/** What the architecture wants to know of a source file. */
export interface Source {
  readonly imports: readonly Import[]
  readonly readsEnvironment: boolean
  readonly comparesDialectName: boolean
}

/** A node of the tree that the parser makes. */
export interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

const comparisons: ReadonlySet<unknown> = new Set(['===', '!==', '==', '!='])

/**
 * Reads a TypeScript file: every import (static, type, bare, re-export, dynamic, `import('…').T`,
 * `require`), any read of the environment and any comparison of a dialect's name. It parses, so
 * that comments and strings are never mistaken for code.
 *
 * @throws Error when the file is not TypeScript
 * @example readSource('/repo/server/app.ts').imports
 */
export function readSource(file: string): Source {
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'))
  const [broken] = errors
  if (broken) throw new Error(`${file}: ${broken.message}`)
  const nodes = [...nodesUnder(program)]
  const imports = nodes.flatMap(importsOf)
  const importsEnvironment = nodes.some((node) => node.type === 'ImportDeclaration' && takesEnvironment(node))
  return {
    imports,
    readsEnvironment: importsEnvironment || nodes.some(readsEnvironment),
    comparesDialectName: nodes.some(comparesDialectName),
  }
}

/** Every node of a tree, from the outside in. */
export function* nodesUnder(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesUnder(item)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (isNode(value)) yield value
  for (const child of Object.values(value)) yield* nodesUnder(child)
}

/** Is this a node of the tree, and not one of the values it holds? */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function importsOf(node: Node): Import[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return [{ specifier: textOf(node['source']), isType: node['importKind'] === 'type' }]
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!node['source']) return []
      return [{ specifier: textOf(node['source']), isType: node['exportKind'] === 'type' }]
    case 'TSImportType':
      return [{ specifier: textOf(node['source'] ?? node['argument']), isType: true }]
    case 'ImportExpression':
      return [{ specifier: textOf(node['source']), isType: false }]
    case 'CallExpression':
      return isNamed(node['callee'], 'require')
        ? [{ specifier: textOf(firstOf(node['arguments'])), isType: false }]
        : []
    default:
      return []
  }
}

/** The text of a string, or of a template without holes. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (typeof node['value'] === 'string') return node['value']
  // A literal type wraps its literal.
  if (node.type === 'TSLiteralType') return textOf(node['literal'])
  const quasi = firstOf(node['quasis'])
  if (node.type !== 'TemplateLiteral' || !isEmpty(node['expressions']) || !isNode(quasi)) return undefined
  const text = quasi['value']
  return typeof text === 'object' && text !== null && 'cooked' in text && typeof text.cooked === 'string'
    ? text.cooked
    : undefined
}

function takesEnvironment(node: Node): boolean {
  const source = textOf(node['source'])
  if (source !== 'node:process' && source !== 'process') return false
  return [...nodesUnder(node['specifiers'])].some(
    (specifier) => specifier.type === 'ImportSpecifier' && isNamed(specifier['imported'], 'env'),
  )
}

/** `process.env`, `process['env']`, `globalThis.process.env`, `const { env } = process`. */
function readsEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression') return isProcess(node['object']) && propertyOf(node) === 'env'
  if (node.type !== 'VariableDeclarator' || !isProcess(node['init']) || !isNode(node['id'])) return false
  const properties = node['id']['properties']
  return (
    Array.isArray(properties) &&
    properties.some((property) => isNode(property) && isNamed(property['key'], 'env'))
  )
}

function isProcess(node: unknown): boolean {
  if (isNamed(node, 'process')) return true
  return isNode(node) && node.type === 'MemberExpression' && propertyOf(node) === 'process'
}

/** `dialect.name === …` in either order, also of `house.dialect`, and `switch (dialect.name)`. */
function comparesDialectName(node: Node): boolean {
  if (node.type === 'SwitchStatement') return isDialectName(node['discriminant'])
  if (node.type !== 'BinaryExpression' || !comparisons.has(node['operator'])) return false
  return isDialectName(node['left']) || isDialectName(node['right'])
}

function isDialectName(node: unknown): boolean {
  if (!isNode(node) || node.type !== 'MemberExpression' || propertyOf(node) !== 'name') return false
  const owner = node['object']
  return isNamed(owner, 'dialect') || (isNode(owner) && propertyOf(owner) === 'dialect')
}

function propertyOf(node: Node): string | undefined {
  const property = node['property']
  if (node['computed']) return textOf(property)
  return isNode(property) && typeof property['name'] === 'string' ? property['name'] : undefined
}

function isNamed(node: unknown, name: string): boolean {
  return isNode(node) && node['name'] === name
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
