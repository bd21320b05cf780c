import { z } from 'zod'
import { apiError } from '../../base/error.ts'
import type { Client } from '../client.ts'
import type { Desk } from '../desk.ts'
import { frameId } from '../frame-id.ts'
import { defineFrame, type FrameType } from '../frame-type.ts'
import { isTaken } from '../is-taken.ts'
import { closeCodes } from '../limits.ts'
import type { LiveQuery } from '../live-query.ts'
import { wishOf } from '../wish.ts'

const MOST_RECORDS = 500

const schema = z.strictObject({
  type: z.literal('live'),
  id: frameId,
  collection: z.string().regex(/^[^/]{1,255}$/, 'has to be the name or the id of a collection'),
  filter: z.string().optional(),
  sort: z.string().optional(),
  limit: z.int().min(1).max(MOST_RECORDS),
  expand: z.string().optional(),
  fields: z.string().optional(),
})

/** Have the list that a list request would answer, at every moment from here on. */
export const live: FrameType = defineFrame('live', {
  schema,
  answer({ id, ...options }, client, desk) {
    const key = JSON.stringify(id)
    if (isTaken(client, key, desk)) throw apiError('body_malformed', { why: `the id ${key} is taken` })
    const { maxLive } = desk.house.settings.current.dapur.realtime
    if (desk.live.of(client).size >= Math.min(desk.limits.liveQueries, maxLive))
      return refuse(client, id, desk)
    return desk.live.open({
      client,
      key,
      query: queryOf(options, desk.limits.filter),
      fail: (error) => desk.fail(client, id, error),
    })
  },
})

function refuse(client: Client, id: z.infer<typeof frameId>, { fail, refuse: close }: Desk): void {
  fail(client, id, apiError('requests_too_many', {}))
  close(client, closeCodes.tooMuch)
}

type Options = Omit<z.infer<typeof schema>, 'type' | 'id'>

function queryOf({ collection, sort = '', limit, ...options }: Options, longest: number): LiveQuery {
  if (sort.includes('@random'))
    throw apiError('filter_broken', { why: 'a list in random order is another one each time' })
  const query = { ...(sort === '' ? {} : { sort }), perPage: String(limit) }
  return { ...wishOf({ ...options, topic: `${collection}/*`, query }, longest), sort, limit }
}
