/**
 * The value at a path such as `smtp.host`; undefined where there is none.
 *
 * @example valueAt({ smtp: { host: 'mail' } }, 'smtp.host') // 'mail'
 */
export function valueAt(settings: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const entries = Object.entries(typeof value === 'object' && value !== null ? value : {})
    return entries.find(([name]) => name === key)?.[1]
  }, settings)
}

/**
 * Values by path as one tree.
 *
 * @example treeOf({ 'smtp.host': 'mail' }) // { smtp: { host: 'mail' } }
 */
export function treeOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const groups = new Map<string, Record<string, unknown>>()
  const tree: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(values)) {
    const [first = '', ...rest] = path.split('.')
    if (rest.length === 0) tree[first] = value
    else groups.set(first, { ...groups.get(first), [rest.join('.')]: value })
  }
  for (const [name, group] of groups) tree[name] = treeOf(group)
  return tree
}
