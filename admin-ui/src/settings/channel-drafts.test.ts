import { expect, test } from 'vitest'
import { channelsIn, channelsToSend } from './channel-drafts.ts'

test('what is no rule of a channel is closed', () => {
  const stored = [{ pattern: 'lobby', join: '' }, { pattern: 7, join: null, send: 'a = 1' }, 'nothing']
  expect(channelsIn(stored)).toEqual([
    { pattern: 'lobby', join: '', send: null },
    { pattern: '', join: null, send: 'a = 1' },
    { pattern: '', join: null, send: null },
  ])
  expect(channelsIn(undefined)).toEqual([])
})

test('a rule without a text yet is saved as closed, and everyone stays everyone', () => {
  expect(channelsToSend([{ pattern: ' order:* ', join: '', send: ' ' }])).toEqual([
    { pattern: 'order:*', join: '', send: null },
  ])
})
