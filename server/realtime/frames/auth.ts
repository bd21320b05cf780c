import { z } from 'zod'
import { apiError } from '../../base/error.ts'
import { andThen } from '../../base/now.ts'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'

const schema = z.strictObject({ type: z.literal('auth'), id: frameId, token: z.string().nullable() })

/** Who the socket speaks for from here on: the owner of a token, or a guest again with null. */
export const auth: FrameType = defineFrame('auth', {
  schema,
  answer({ id, token }, client, { keeper, send }) {
    if (token === null) keeper.signOut(client)
    return andThen(token === null || keeper.signIn(client, token), (isGood) => {
      if (!isGood) throw apiError('sign_in_needed', {})
      const { actor } = client.session
      const shown = actor.kind === 'guest' ? null : { id: actor.id, collection: actor.collectionName }
      send(client, { type: 'ok', id, actor: shown })
    })
  },
})
