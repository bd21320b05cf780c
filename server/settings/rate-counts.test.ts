import { expect, test } from 'vitest'
import { RateCounts } from './rate-counts.ts'

const limit = { maxRequests: 2, duration: 3 }

test('services §7.1 a window begins with the first request, and lasts as long as it was set', () => {
  const counts = new RateCounts()
  const bucket = counts.bucket('a')
  const take = (now: number) => counts.take(bucket, '10.0.0.1', limit, now)
  expect([take(1000), take(2000), take(2001), take(3999)]).toEqual([true, true, false, false])
  // What was refused makes the window no longer.
  expect([take(4000), take(4001), take(4002)]).toEqual([true, true, false])
  expect(counts.size).toBe(1)
})

test('services §7.1 each address counts for itself, and IPv6 by its network', () => {
  const counts = new RateCounts()
  const bucket = counts.bucket('a')
  const take = (address: string) => counts.take(bucket, address, { maxRequests: 1, duration: 3 }, 0)
  expect([take('10.0.0.1'), take('10.0.0.2'), take('10.0.0.1')]).toEqual([true, true, false])
  expect(take('2001:0db8:0000:0001:0000:0000:0000:0001')).toBe(true)
  expect(take('2001:0db8:0000:0001:ffff:0000:0000:0002')).toBe(false)
  expect(take('2001:0db8:0000:0002:0000:0000:0000:0001')).toBe(true)
})

test('buckets do not share their counts', () => {
  const counts = new RateCounts()
  expect(counts.bucket('a')).toBe(counts.bucket('a'))
  for (const name of ['a', 'b'])
    expect(counts.take(counts.bucket(name), '10.0.0.1', { maxRequests: 1, duration: 3 }, 0)).toBe(true)
})

test('memory is bounded: the oldest windows are forgotten first', () => {
  const counts = new RateCounts(3)
  const bucket = counts.bucket('a')
  const take = (address: string, now: number) =>
    counts.take(bucket, address, { ...limit, maxRequests: 1 }, now)
  for (const [at, address] of ['a', 'b', 'c', 'd'].entries()) expect(take(address, at)).toBe(true)
  expect(counts.size).toBe(3)
  expect([take('b', 5), take('d', 5)]).toEqual([false, false])
  expect(take('a', 5)).toBe(true)
  expect(counts.size).toBe(3)
})

test('windows that are over are dropped', () => {
  const counts = new RateCounts()
  const bucket = counts.bucket('a')
  counts.take(bucket, 'a', limit, 0)
  counts.take(bucket, 'b', limit, 1000)
  counts.forgetEnded(3000)
  expect([counts.size, bucket.size]).toEqual([1, 1])
})
