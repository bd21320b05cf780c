import { expect, test } from 'vitest'
import { signs } from './ast.ts'
import { macros } from './macros.ts'
import { users, world } from './notes.suite.ts'
import { sentenceOf } from './sentence.ts'
import { english, type SentenceWords } from './sentence-words.ts'
import { indonesian } from './sentence-words-id.ts'

const notes = world.scope.find('notes') ?? users

function say(rule: string | null, words: SentenceWords = english): string {
  return sentenceOf(rule, { scope: world.scope, collection: notes, words })
}

test.each<[rule: string | null, sentence: string]>([
  [null, 'Superusers only.'],
  ['', 'Everyone, signed in or not.'],
  ['@request.auth.id != ""', 'When the requester is signed in.'],
  ["@request.auth.id = ''", 'When the requester is not signed in.'],
  ['owner = @request.auth.id', 'When owner is the requester.'],
  ['@request.auth.id = owner', 'When owner is the requester.'],
  ['id = @request.auth.id', "When the record is the requester's own."],
  ['owner != @request.auth.id', 'When owner is not the requester.'],
  ['friends.id ?= @request.auth.id', 'When at least one id of friends is the requester.'],
  ['friends.name = "Ann"', 'When every name of friends is "Ann".'],
  ['@request.auth.collectionName = "users"', 'When the requester is one of users.'],
  ['@request.auth.role = "chef"', `When the requester's role is "chef".`],
  ['@request.body.title:isset = false', 'When title is not sent.'],
  ['@request.body.title:isset != true', 'When title is not sent.'],
  ['@request.body.title:changed = false', 'When title stays as it is.'],
  ['@request.query.key:isset = 1', 'When the query parameter key is sent.'],
  ['@request.headers.x_key = "a"', 'When the header x_key is "a".'],
  ['title = "" && parent != null', 'When title is empty and parent is not empty.'],
  ['pages >= 5', 'When pages is at least 5.'],
  ['title > "m"', 'When title comes after "m".'],
  ['title ~ "soto"', 'When title contains "soto".'],
  ['labels:length < 3', 'When the number of labels is less than 3.'],
  ['labels:each ?= "a"', 'When at least one item of labels is "a".'],
  ['title:lower = "soto"', 'When title in lower case is "soto".'],
  ['@request.auth.team.name = "kitchen"', 'When name of the requester\'s team is "kitchen".'],
  ['owner.team.lead.name = "Ann"', 'When name of lead of team of owner is "Ann".'],
  ['notes_via_parent.title ?= "x"', 'When at least one title of the notes that name it in parent is "x".'],
  ['@collection.users.role ?= "chef"', 'When at least one role of any record of users is "chef".'],
  ['title < @now', 'When title is before now.'],
  ['@hour >= 9', 'When the hour (UTC) is at least 9.'],
  ['geoDistance(1, 2, 3, 4) < 5', 'When the distance in km from (2, 1) to (4, 3) is less than 5.'],
  ['strftime("%Y", title) = "2026"', 'When title written as "%Y" is "2026".'],
  [
    '@request.auth.id != "" && (owner = @request.auth.id || friends.id ?= @request.auth.id) && pages > 1',
    'When the requester is signed in, either owner is the requester or at least one id of friends is the requester, and pages is more than 1.',
  ],
  ['title = "a" || title = "b" && pages = 1', 'When title is "a", or both title is "b" and pages is 1.'],
])('%s reads: %s', (rule, sentence) => {
  expect(say(rule)).toBe(sentence)
})

test('every language says every macro, sign and form in words of its own', () => {
  for (const words of [english, indonesian]) {
    expect(Object.keys(words.macros).toSorted()).toEqual([...macros.keys()].toSorted())
    for (const sign of signs) expect(words.compare('a', sign, 'b', 'value')).not.toContain('undefined')
  }
  const rule =
    '@request.auth.id != "" && (owner = @request.auth.id || @request.body.title:changed = false) && pages > 1'
  expect(say(rule, indonesian)).toBe(
    'Bila peminta sudah masuk, salah satu: owner adalah peminta atau title tetap, dan pages lebih dari 1.',
  )
})
