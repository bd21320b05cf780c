import { expect, test } from 'vitest'
import { signEvent } from './sign-event.ts'

const webhook = {
  id: 'w1',
  name: '',
  url: 'https://example.com',
  events: ['*'],
  enabled: true,
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  previousSecret: '',
  previousUntil: 0,
}
const event = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', now: 1_614_265_330_999 }

test('an event is signed as the example of Standard Webhooks is', () => {
  expect(signEvent(webhook, event)).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('the secret before signs beside the new one until its time is over', () => {
  const rotated = { ...webhook, previousSecret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }
  const signatures = (previousUntil: number): string[] =>
    signEvent({ ...rotated, previousUntil }, event)['webhook-signature']?.split(' ') ?? []
  expect(signatures(event.now + 1)).toHaveLength(2)
  expect(signatures(event.now + 1)[0]).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  expect(signatures(event.now)).toHaveLength(1)
})
