/**
 * Finds where files import each other in a circle, types included.
 *
 * @param graph file → the files that it imports; targets that are no key are ignored
 * @returns each circle as a path that ends where it began
 * @example findCircles(new Map([['a', ['b']], ['b', ['a']]])) // [['a', 'b', 'a']]
 */
export function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = []
  const finished = new Set<string>()
  const walk = (file: string, trail: readonly string[]): void => {
    if (finished.has(file)) return
    const start = trail.indexOf(file)
    if (start >= 0) {
      circles.push([...trail.slice(start), file])
      return
    }
    for (const target of graph.get(file) ?? []) if (graph.has(target)) walk(target, [...trail, file])
    finished.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  return circles
}
