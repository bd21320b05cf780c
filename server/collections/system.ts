import { formatTime } from '../base/clock.ts'
import { bumpVersion } from '../storage/versions.ts'
import { SUPERUSERS, type Collection } from './collection.ts'
import { completeCollection } from './complete.ts'
import { withFieldIds } from './field-list.ts'
import type { Foundation } from './foundation.ts'
import { newCollection } from './new-collection.ts'
import { runSteps } from './run-steps.ts'
import { writeDefinition } from './save.ts'
import { planSync } from './sync.ts'
import { makeField } from './system-fields.ts'

const OWNER =
  "@request.auth.id != '' && recordRef = @request.auth.id && collectionRef = @request.auth.collectionId"
const SELF = 'id = @request.auth.id'

/**
 * Create the collections that the platform itself keeps its data in, where they are missing, in one transaction
 * (contract data.md §2.5). `users` is only made with the very first of them: whoever deletes it does not want it back.
 */
export async function installSystemCollections(foundation: Foundation): Promise<void> {
  const { storage, catalog, clock } = foundation
  if (missingFrom(catalog.current.all).length === 0) return
  await storage.alter(async (tx) => {
    const now = formatTime(clock.now())
    const made: Collection[] = []
    for (const definition of missingFrom(catalog.current.all)) {
      const next = completeCollection(undefined, definition, catalog.current, now)
      await runSteps(tx, storage.sql, planSync(storage.sql, undefined, next))
      await writeDefinition(tx, undefined, next)
      made.push(next)
    }
    await bumpVersion(tx, 'catalog')
    const all = [...catalog.current.all, ...made]
    return { result: undefined, swap: () => catalog.swap(all) }
  })
}

function missingFrom(collections: readonly Collection[]): Collection[] {
  const isFresh = collections.length === 0
  return builtInCollections().filter(
    ({ id, system }) => (system || isFresh) && !collections.some((collection) => collection.id === id),
  )
}

/** The six collections of a fresh install, in the order in which they are made; each call makes new secrets. */
function builtInCollections(): Collection[] {
  return [superusers(), externalAuths(), mfas(), otps(), authOrigins(), users()]
}

function superusers(): Collection {
  const base = newCollection('auth')
  return {
    ...base,
    id: 'pbc_3142635823',
    name: SUPERUSERS,
    system: true,
    fields: withFieldIds([...base.fields, ...times(true)]),
    ...(base.auth && {
      auth: {
        ...base.auth,
        authToken: {
          ...base.auth.authToken,
          duration: 86400,
        },
      },
    }),
  }
}

function externalAuths(): Collection {
  const owner = { listRule: OWNER, viewRule: OWNER, deleteRule: OWNER }
  return {
    ...satellite('pbc_2281828961', '_externalAuths', [text('provider'), text('providerId')]),
    ...owner,
    indexes: [
      index('UNIQUE ', 'idx_externalAuths_record_provider', '_externalAuths', [
        'collectionRef',
        'recordRef',
        'provider',
      ]),
      index('UNIQUE ', 'idx_externalAuths_collection_provider', '_externalAuths', [
        'collectionRef',
        'provider',
        'providerId',
      ]),
    ],
  }
}

function mfas(): Collection {
  return {
    ...satellite('pbc_2279338944', '_mfas', [text('method')]),
    listRule: OWNER,
    viewRule: OWNER,
    indexes: [index('', 'idx_mfas_collectionRef_recordRef', '_mfas', ['collectionRef', 'recordRef'])],
  }
}

function otps(): Collection {
  const password = { name: 'password', type: 'password', system: true, hidden: true, required: true, cost: 8 }
  const sentTo = { name: 'sentTo', type: 'text', system: true, hidden: true }
  return {
    ...satellite('pbc_1638494021', '_otps', [password, sentTo]),
    listRule: OWNER,
    viewRule: OWNER,
    indexes: [index('', 'idx_otps_collectionRef_recordRef', '_otps', ['collectionRef', 'recordRef'])],
  }
}

function authOrigins(): Collection {
  const triple = ['collectionRef', 'recordRef', 'fingerprint']
  return {
    ...satellite('pbc_4275539003', '_authOrigins', [text('fingerprint')]),
    listRule: OWNER,
    viewRule: OWNER,
    deleteRule: OWNER,
    indexes: [index('UNIQUE ', 'idx_authOrigins_unique_pairs', '_authOrigins', triple)],
  }
}

function users(): Collection {
  const base = newCollection('auth')
  const mimeTypes = ['image/jpeg', 'image/png', 'image/svg+xml', 'image/gif', 'image/webp']
  const own = [
    makeField({ name: 'name', type: 'text', max: 255 }),
    makeField({ name: 'avatar', type: 'file', maxSelect: 1, mimeTypes }),
  ]
  const mapped = { id: '', name: 'name', username: '', avatarURL: 'avatar' }
  return {
    ...base,
    id: '_pb_users_auth_',
    name: 'users',
    listRule: SELF,
    viewRule: SELF,
    createRule: '',
    updateRule: SELF,
    deleteRule: SELF,
    fields: withFieldIds([...base.fields, ...own, ...times(false)]),
    ...(base.auth && {
      auth: {
        ...base.auth,
        oauth2: {
          ...base.auth.oauth2,
          mappedFields: mapped,
        },
      },
    }),
  }
}

type Definition = Readonly<Record<string, unknown>>

/** A collection whose records speak of a record of an auth collection. */
function satellite(id: string, name: string, fields: readonly Definition[]): Collection {
  const base = newCollection('base')
  const all = [text('collectionRef'), text('recordRef'), ...fields].map(makeField)
  return { ...base, id, name, system: true, fields: withFieldIds([...base.fields, ...all, ...times(true)]) }
}

function text(name: string): Definition {
  return { name, type: 'text', system: true, required: true }
}

function times(system: boolean): ReturnType<typeof makeField>[] {
  return [
    makeField({ name: 'created', type: 'autodate', system, onCreate: true }),
    makeField({ name: 'updated', type: 'autodate', system, onCreate: true, onUpdate: true }),
  ]
}

function index(unique: 'UNIQUE ' | '', name: string, table: string, columns: readonly string[]): string {
  return `CREATE ${unique}INDEX \`${name}\` ON \`${table}\` (\n  ${columns.map((column) => `\`${column}\``).join(',\n  ')}\n)`
}
