import { type Actor, isSuperuser, isUnlimited, scopeOfActor } from '../../base/actor.ts'
import type { Catalog } from '../../collections/collection.ts'
import type { House } from '../../records/house.ts'
import { shapeOf } from '../../records/shape.ts'
import { typeNames } from '../types-names.ts'
import { addAuthPaths } from './auth-paths.ts'
import { inputSchema } from './input-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { type Paths, refTo } from './operation.ts'
import { accountSchemas, listSchema, plainSchemas, sessionSchema } from './plain-components.ts'
import { addPublicPaths } from './public-paths.ts'
import { addRecordPaths, hasOpenRule, type Named } from './record-paths.ts'
import { recordSchema } from './record-schema.ts'
import { addSuperuserPaths, superuserTags } from './superuser-paths.ts'
import { superuserSchemas } from './superuser-schemas.ts'
import { addTransferPaths } from './transfer-paths.ts'

type DescribedHouse = Pick<House, 'catalog' | 'settings'>

/**
 * The API of the collections that there are, as an OpenAPI 3.1 document in JSON, for this actor: what is closed to
 * them whatever a record holds (a rule that is null, a way to sign in that is off) is not in it, nor are hidden fields.
 * Kept until the collections change; an API key with a scope gets one of its own each time.
 *
 * @example describeApi(house, ask.actor) // '{"openapi":"3.1.0",…}'
 */
export function describeApi(
  { catalog: { current: catalog }, settings }: DescribedHouse,
  actor: Actor,
): string {
  const hasBatch = settings.current.batch.enabled
  if (scopeOfActor(actor)) return JSON.stringify(documentFor(catalog, actor, hasBatch))
  let texts = known.get(catalog)
  if (!texts) known.set(catalog, (texts = new Map()))
  const key = `${actor.kind} ${actor.kind === 'guest' ? '' : actor.collectionId} ${hasBatch}`
  const text = texts.get(key) ?? JSON.stringify(documentFor(catalog, actor, hasBatch))
  texts.set(key, text)
  return text
}

/** By catalog, which is another object after each change. */
const known = new WeakMap<Catalog, Map<string, string>>()

function documentFor(catalog: Catalog, actor: Actor, hasBatch: boolean): object {
  const names = typeNames(catalog.all.map(({ name }) => name).toSorted())
  const open = catalog.all
    .filter((collection) => hasOpenRule(actor, collection) || collection.auth)
    .map((collection): Named => ({ collection, name: names.get(collection.name) ?? collection.name }))
  const paths: Paths = {}
  for (const named of open) {
    addRecordPaths(paths, actor, named)
    addTransferPaths(paths, actor, named)
    addAuthPaths(paths, actor, named)
  }
  const hasFiles = open.some(({ collection }) => shapeOf(collection).fileFields.length > 0)
  addPublicPaths(paths, actor, { hasBatch, hasFiles })
  const isWhole = isUnlimited(actor)
  if (isWhole) addSuperuserPaths(paths)
  const tags = [
    ...open.map(({ collection }) => collection.name),
    'platform',
    ...(isWhole ? superuserTags : []),
  ]
  return {
    ...HEAD,
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      ...COMPONENTS,
      schemas: Object.assign(
        {},
        plainSchemas,
        open.some(({ collection }) => collection.auth) && accountSchemas,
        isWhole && superuserSchemas,
        ...open.map((named) => schemasOf(named, isSuperuser(actor))),
      ),
    },
  }
}

const HEAD = {
  openapi: '3.1.0',
  info: {
    title: 'Dapur',
    version: '1',
    description: 'What you may ask of this server with the token that you came with.',
  },
  servers: [{ url: '/' }],
  security: [{}, { token: [] }],
}

const COMPONENTS = {
  responses: {
    Error: {
      description: 'What went wrong.',
      content: { 'application/json': { schema: refTo('Error') } },
    },
  },
  securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'Authorization' } },
}

function schemasOf({ collection, name }: Named, isWhole: boolean): Record<string, JsonSchema> {
  const record = refTo(`${name}Record`)
  return {
    [`${name}Record`]: recordSchema(collection, isWhole),
    [`${name}List`]: listSchema(record),
    ...(collection.type !== 'view' && {
      [`${name}Create`]: inputSchema(collection, { verb: 'create', isWhole }),
      [`${name}Update`]: inputSchema(collection, { verb: 'update', isWhole }),
    }),
    ...(collection.auth && { [`${name}Session`]: sessionSchema(record) }),
  }
}
