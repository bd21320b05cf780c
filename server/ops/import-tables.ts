import { ApiError } from '../base/error.ts'
import type { Collection } from '../collections/collection.ts'
import type { Foundation } from '../collections/foundation.ts'
import { quoteName } from '../collections/index-expression.ts'
import { runSteps } from '../collections/run-steps.ts'
import { tableNames, writeDefinition } from '../collections/save.ts'
import { createView, dropView, planSync, type Step } from '../collections/sync.ts'
import type { SchemaTransaction } from '../storage/dialect.ts'
import { bumpVersion } from '../storage/versions.ts'
import type { Definitions } from './import-definitions.ts'
import { problemLines } from './import-problems.ts'
import { ImportRefusal, reasonOf } from './import-refusal.ts'
import { readViews } from './import-views.ts'

/**
 * Make the tables, indexes and views of all collections in an empty database, in one transaction. Answers why views
 * were left out, by name; there are none unless `skipBrokenViews`.
 * Errors: `ImportRefusal` with everything that stands in the way.
 */
export async function makeTables(
  foundation: Foundation,
  { collections, problems: known }: Definitions,
  { skipBrokenViews }: { readonly skipBrokenViews: boolean },
): Promise<ReadonlyMap<string, string>> {
  const ours = await tableNames(foundation)
  return await foundation.storage.alter(async (tx) => {
    const views = readViews(collections)
    const problems = [...known]
    for (const next of views.collections) {
      if (ours.has(next.name.toLowerCase()))
        problems.push(`"${next.name}" is the name of a table of Dapur's own`)
      else if (next.type !== 'view') problems.push(...(await makeTable(foundation, tx, next)))
    }
    // Views of what is not there say nothing new.
    const unread = problems.length > 0 ? [] : await makeViews(foundation, tx, views.collections)
    const broken = new Map([...views.broken, ...unread])
    if (!skipBrokenViews) problems.push(...[...broken].map(([name, why]) => `the view "${name}": ${why}`))
    if (problems.length > 0) throw refusal(problems, broken.size > 0 && !skipBrokenViews)
    const made = views.collections.filter(({ name }) => !broken.has(name))
    for (const collection of made) await writeDefinition(tx, undefined, collection)
    await bumpVersion(tx, 'catalog')
    return { result: broken, swap: () => foundation.catalog.swap(made) }
  })
}

function refusal(problems: readonly string[], hasBrokenViews: boolean): ImportRefusal {
  const hint = 'to import without the views that do not work here, add --skip-broken-views'
  return new ImportRefusal(hasBrokenViews ? [...problems, hint] : problems)
}

async function makeTable(foundation: Foundation, tx: SchemaTransaction, next: Collection): Promise<string[]> {
  const fault = await attempt(foundation, tx, planSync(foundation.storage.sql, undefined, next))
  return fault === undefined ? [] : [`the collection "${next.name}": ${fault}`]
}

/** Views are made before any of them is read, since one may read another; answers those that cannot be read. */
async function makeViews(
  foundation: Foundation,
  tx: SchemaTransaction,
  collections: readonly Collection[],
): Promise<ReadonlyMap<string, string>> {
  const broken = new Map<string, string>()
  const views = collections.filter(({ type }) => type === 'view')
  for (const view of views) {
    const fault = await attempt(foundation, tx, [createView(view)])
    if (fault !== undefined) broken.set(view.name, fault)
  }
  for (let before = -1; before < broken.size;) {
    before = broken.size
    for (const view of views) {
      const fault = broken.has(view.name) ? undefined : await probe(foundation, tx, view)
      if (fault === undefined) continue
      broken.set(view.name, fault)
      await runSteps(tx, foundation.storage.sql, [dropView(view)])
    }
  }
  return broken
}

async function attempt(
  { storage }: Foundation,
  tx: SchemaTransaction,
  steps: readonly Step[],
): Promise<string | undefined> {
  try {
    await runSteps(tx, storage.sql, steps)
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError) || error.origin === 'ours') throw error
    return Object.keys(error.data).length > 0 ? problemLines(error.data).join('; ') : reasonOf(error)
  }
}

async function probe(
  { storage }: Foundation,
  tx: SchemaTransaction,
  view: Collection,
): Promise<string | undefined> {
  const columns = view.fields.map((field) => quoteName(field.name, '"')).join(', ')
  try {
    await tx.all(`SELECT ${columns} FROM ${quoteName(view.name, '"')} LIMIT 0`)
    return undefined
  } catch (error) {
    const clash = storage.sql.readError(error)
    if (clash?.kind !== 'sql') throw error
    return clash.message
  }
}
