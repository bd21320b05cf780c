import { addOperation, type Paths } from './operation.ts'
import { superuserNotes } from './superuser-notes.ts'

/** The tags of the platform's own routes, in order. */
export const superuserTags: readonly string[] = Object.keys(superuserNotes)

/** The routes of the platform itself, for superusers (contract data.md §2.2, services.md §5–7). */
export function addSuperuserPaths(paths: Paths): void {
  for (const [tag, notes] of Object.entries(superuserNotes)) {
    for (const [method, address, summary, rest] of notes) {
      addOperation(paths, method, address, {
        id: `${method}${address.replace('/api', '').replaceAll(/[{}]/g, '').replaceAll('/', '.')}`,
        tag,
        summary,
        path: [...address.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
        ...rest,
      })
    }
  }
}
