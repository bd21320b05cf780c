import { expect, test } from 'vitest'
import { planReasons } from '../../server/collections/plan-reason.ts'
import { en } from '../src/messages/en.ts'
import { id } from '../src/messages/id.ts'

/** The {holes} of a sentence, in the order of the alphabet: a translation may turn them round. */
function holesOf(sentence = ''): string[] {
  return (sentence.match(/\{\w+\}/g) ?? []).toSorted()
}

test('every step of a plan has words in both languages, and no words are for a step that is none', () => {
  expect(en.plan).toEqual(planReasons)
  expect(Object.keys(id.plan).toSorted()).toEqual(Object.keys(planReasons).toSorted())
  for (const [code, words] of Object.entries(en.plan)) {
    const translated = id.plan[code]
    expect([code, holesOf(translated?.why), holesOf(translated?.loses)]).toEqual([
      code,
      holesOf(words.why),
      holesOf(words.loses),
    ])
    expect(translated?.loses === undefined).toBe(words.loses === undefined)
  }
})
