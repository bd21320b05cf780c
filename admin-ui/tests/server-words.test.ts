import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sentencesIn, sentencesOf, textsOf } from '../../scripts/words/sentences.ts'
import { errorCatalogue } from '../../server/base/error.ts'
import { planReasons } from '../../server/collections/plan-reason.ts'
import { en } from '../src/messages/en.ts'
import { id } from '../src/messages/id.ts'
import { calls } from '../src/messages/id/said/calls.ts'
import { parts } from '../src/messages/id/said/parts.ts'
import { translated } from '../src/translated.ts'

const server = join(import.meta.dirname, '../../server')

type Words = Readonly<Record<string, string>>

/** The {holes} of a sentence, in the order of the alphabet: a translation may turn them round. */
function holesOf(sentence = ''): string[] {
  return (sentence.match(/\{\w+\}/g) ?? []).toSorted()
}

/** Sentences that nobody has translated, translations of what nobody says, and those that lose or invent a hole. */
function faultsOf(sentences: ReadonlySet<string>, said: Words): string[] {
  const missing = [...sentences].filter((sentence) => said[sentence] === undefined)
  const idle = Object.keys(said).filter((sentence) => !sentences.has(sentence))
  const torn = Object.entries(said).filter(([from, to]) => holesOf(from).join() !== holesOf(to).join())
  return [
    ...missing.map((sentence) => `not translated: ${sentence}`),
    ...idle.map((sentence) => `nobody says: ${sentence}`),
    ...torn.map(([sentence]) => `other holes: ${sentence}`),
  ]
}

/** All but what a hook of the owner says in words of its own. */
const ofRequests = Object.entries(errorCatalogue).filter(([code]) => code !== 'hook_rejected')
const sentences = new Set([...ofRequests.map(([, [, sentence]]) => sentence), ...sentencesOf(server)])

test('every sentence of the server has its translation, and no translation is of what it does not say', () => {
  expect(sentences.size).toBeGreaterThan(200)
  const others = { ...parts, ...calls }
  const whole = Object.fromEntries(Object.entries(id.said).filter(([sentence]) => !(sentence in others)))
  expect(faultsOf(sentences, whole)).toEqual([])
  // The control: each fault is seen.
  expect(faultsOf(new Set(['Use {1}.', 'New.']), { 'Use {1}.': 'Pakai.', 'Old.': 'Lama.' })).toEqual([
    'not translated: New.',
    'nobody says: Old.',
    'other holes: Use {1}.',
  ])
})

test('what fills a hole, and what sums up a call, is still said by the server', () => {
  const texts = textsOf(server)
  const isSaid = (part: string): boolean => texts.has(part)
  // The parser of rules puts this one together.
  const made = ['a number']
  expect(Object.keys({ ...parts, ...calls }).filter((part) => !isSaid(part))).toEqual(made)
  expect(isSaid('what nobody says')).toBe(false)
})

test('sentences are read wherever they stand, and what is put into them is a hole', () => {
  const source = `
    const message = \`Use \${min} to \${max}.\`
    problem('a', 'Plain.', { min })
    problem('b', message)
    throw new RuleError(isOpen ? 'Open.' : \`No "\${name}".\`, span)
    problem('c', error.message)`
  expect(sentencesIn(source)).toEqual(['Plain.', 'Use {1} to {2}.', 'Open.', 'No "{1}".'])
})

test('a sentence is translated with what fills it, the most particular first; any other stays as it is', () => {
  const say = (sentence: string): string => translated(sentence, id.said)
  expect(say('Use at most 5 bytes.')).toBe('Paling banyak 5 bita.')
  expect(say('Use at most 5.')).toBe('Paling banyak 5.')
  expect(say('The filter or the sort cannot be used: Here should be a ")", not the end.')).toBe(
    'Saringan atau urutan tidak dapat dipakai: Di sini seharusnya ")", bukan akhir.',
  )
  expect(say('The mail could not be sent. Raw error:\nconnect\nrefused.')).toBe(
    'Email tidak dapat dikirim. Pesan aslinya:\nconnect\nrefused.',
  )
  expect(say('There is no "$&".')).toBe('Tidak ada "$&".')
  expect(say('The kitchen is closed.')).toBe('The kitchen is closed.')
  expect(translated('Use at most 5.', en.said)).toBe('Use at most 5.')
})

test('every step of a plan has words in both languages, and no words are for a step that is none', () => {
  expect(en.plan).toEqual(planReasons)
  expect(Object.keys(id.plan).toSorted()).toEqual(Object.keys(planReasons).toSorted())
  for (const [code, words] of Object.entries(en.plan)) {
    const { why, loses } = id.plan[code] ?? { why: '' }
    expect([code, holesOf(why), holesOf(loses)]).toEqual([code, holesOf(words.why), holesOf(words.loses)])
    expect(loses === undefined).toBe(words.loses === undefined)
  }
})
