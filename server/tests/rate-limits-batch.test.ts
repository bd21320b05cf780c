import { describe, expect, test } from 'vitest'
import { limited, type Limited, NOTES } from './limited-app.ts'

describe('services §6.6 batches', () => {
  const create = { method: 'POST', url: NOTES, body: { text: 'a' } }
  const batch = { batch: { enabled: true, maxRequests: 60, timeout: 3, maxBodySize: 0 } }

  async function batched(): Promise<Limited> {
    const app = await limited()
    await app.call('PATCH', '/api/settings', { token: app.superuser, body: batch })
    return app
  }

  test('R10 each request counts as if it had come alone, and all are undone at the first too many', async () => {
    const { call, limit, status } = await batched()
    await limit([{ label: '*:create', maxRequests: 3 }])
    const send = (requests: readonly object[]) =>
      call('POST', '/api/batch', { body: { requests }, headers: { 'x-ip': '10.0.0.1' } })
    expect((await send([create, create])).status).toBe(200)
    const reply = await send([create, create])
    expect(reply.status).toBe(400)
    expect(reply.json.data.requests).toEqual({
      1: {
        code: 'batch_request_failed',
        message: expect.any(String),
        response: expect.objectContaining({ status: 429 }),
      },
    })
    expect((await call('GET', NOTES)).json.totalItems).toBe(2)
    expect(await status('POST', NOTES, { body: {} })).toBe(429)
    expect(await status('POST', NOTES, { body: {}, ip: '10.0.0.2' })).toBe(200)
  })

  test('an upsert is a create or an update, also of what the batch itself makes', async () => {
    const { call, limit } = await batched()
    await limit([
      { label: 'notes:create', maxRequests: 1 },
      { label: 'notes:update', maxRequests: 1 },
    ])
    const put = { method: 'PUT', url: NOTES, body: { id: 'abcdefghij12345' } }
    const send = (requests: readonly object[]) => call('POST', '/api/batch', { body: { requests } })
    expect((await send([put, put])).status).toBe(200)
    const { json } = await send([put])
    expect(json.data.requests[0].response.status).toBe(429)
  })

  test('the path of each request counts, and the whole batch by its own', async () => {
    const { call, limit } = await batched()
    await limit([
      { label: `POST ${NOTES}`, maxRequests: 2 },
      { label: '/api/batch', maxRequests: 2 },
    ])
    const send = (requests: readonly object[]) => call('POST', '/api/batch', { body: { requests } })
    expect((await send([create])).status).toBe(200)
    expect((await send([create, create])).json.data.requests).toHaveProperty('1')
    expect((await send([create])).status).toBe(429)
  })
})
