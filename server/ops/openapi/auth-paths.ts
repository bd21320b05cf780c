import type { Actor } from '../../base/actor.ts'
import type { AuthRoute } from './auth-route.ts'
import { authRoutes } from './auth-routes.ts'
import { type JsonSchema, objectOf, plain } from './json-schema.ts'
import { addOperation, type Paths, refTo } from './operation.ts'
import type { Named } from './record-paths.ts'

const RECORD = { record: 'The account that is meant, where a superuser asks' }

/** Ways that an auth collection has and that are switched on, as far as they are for this actor. */
export function addAuthPaths(paths: Paths, actor: Actor, { collection, name }: Named): void {
  const { auth, id, name: tag } = collection
  if (!auth) return
  for (const route of authRoutes) {
    const { way, method = 'post', summary, who, body, isOfRecord } = route
    if (!route.isOpen(auth) || !isFor(who, actor, id)) continue
    const answer = answerOf(route, name)
    addOperation(paths, method, `/api/collections/${tag}/${way}`, {
      id: `${tag}.${method === 'post' ? '' : `${method}-`}${way.replace('/{id}', '-of').replace('/', '-')}`,
      tag,
      summary,
      path: way.includes('{id}') ? ['id'] : [],
      ...(isOfRecord && actor.kind === 'superuser' && { query: RECORD }),
      ...(body && { body: bodyOf(body, route.bodyOther) }),
      ...(answer && { answer }),
    })
  }
}

function isFor(who: AuthRoute['who'], actor: Actor, collectionId: string): boolean {
  if (who === 'anyone' || actor.kind === 'superuser') return true
  return who === 'account' && actor.kind === 'record' && actor.collectionId === collectionId
}

function bodyOf(keys: readonly string[], other: AuthRoute['bodyOther'] = {}): JsonSchema {
  const names = keys.map((key) => key.replace('?', ''))
  const optional = keys.filter((key) => key.endsWith('?')).map((key) => key.slice(0, -1))
  return objectOf(Object.fromEntries(names.map((key) => [key, other[key] ?? plain.text])), optional)
}

function answerOf({ answer }: AuthRoute, name: string): JsonSchema | undefined {
  if (answer === 'session') return refTo(`${name}Session`)
  return answer === 'nothing' ? undefined : answer
}
