import { describe, expect, test } from 'vitest'
import { indexSql, parseIndex, printIndex, resolveIndex } from './index-definition.ts'

const columns = new Map(['title', 'email', 'data', 'Desc', 'size'].map((name) => [name.toLowerCase(), name]))
const rebuild = (text: string): string => printIndex(resolveIndex(parseIndex(text), columns), 'posts')

describe('data §2.6 indexes are parsed and written anew', () => {
  test.each([
    ['create index a on b (title)', 'CREATE INDEX `a` ON `posts` (`title`)'],
    ['CREATE UNIQUE INDEX [a] ON "old" (\'title\')', 'CREATE UNIQUE INDEX `a` ON `posts` (`title`)'],
    ['Create Index If Not Exists main.a On b(TITLE)', 'CREATE INDEX IF NOT EXISTS `a` ON `posts` (`title`)'],
    [
      "CREATE UNIQUE INDEX `idx_email_x` ON `users` (`email`) WHERE `email` != ''",
      "CREATE UNIQUE INDEX `idx_email_x` ON `posts` (`email`) WHERE `email` != ''",
    ],
    [
      'create index a on b (title, email desc)',
      'CREATE INDEX `a` ON `posts` (\n  `title`,\n  `email` DESC\n)',
    ],
    [
      'create unique index a on b (email collate nocase asc)',
      'CREATE UNIQUE INDEX `a` ON `posts` (`email` COLLATE NOCASE ASC)',
    ],
    ['create index a on b (desc)', 'CREATE INDEX `a` ON `posts` (`Desc`)'],
    [
      "create index a on b (lower(title), json_extract(data, '$.x')) where size > -1 and title is not null",
      "CREATE INDEX `a` ON `posts` (\n  lower(`title`),\n  json_extract(`data`, '$.x')\n) WHERE `size` > - 1 AND `title` IS NOT NULL",
    ],
    [
      'create index a on b (title) where email != ""',
      "CREATE INDEX `a` ON `posts` (`title`) WHERE `email` != ''",
    ],
    [
      'create index a on b (cast(size as integer)) where size in (1, 2.5)',
      'CREATE INDEX `a` ON `posts` (CAST (`size` AS INTEGER)) WHERE `size` IN (1, 2.5)',
    ],
  ])('%s', (text, wanted) => {
    expect(rebuild(text)).toBe(wanted)
    expect(rebuild(wanted)).toBe(wanted)
  })

  test.each([
    ['', 'CREATE is missing'],
    ['drop table posts', 'CREATE is missing'],
    ['create index on b (title)', 'ON is missing'],
    ['create index a on b', 'the columns are missing'],
    ['create index a on b ()', 'a column is missing'],
    ['create index a on b (title', 'a bracket is not closed'],
    ['create index a on b (title) where', 'WHERE needs a condition'],
    ['create index a on b (title) using x', 'there is more'],
    ['create index a on b (title); drop table posts', '";" is not allowed'],
    ['create index a on b (title) -- x', 'comments'],
    ['create index a on b (title) where size /* x */ > 1', 'comments'],
    ['create index a on b (`title)', 'a quote is not closed'],
    ['create index a on b (nothing)', 'there is no field "nothing"'],
    ['create index a on b (title collate german)', 'the collation "german" is not known'],
    ['create index a on b (load_extension(title))', 'the function "load_extension"'],
    ['create index a on b (title) where size > random()', 'the function "random"'],
    ['create index a on b (title) where size in (select 1)', 'there is no field "select"'],
    ['create index a on b (title) where exists (select 1 from users)', 'the function "exists"'],
    ['create index a on b (users.title)', 'only columns of the collection'],
    ['create index a on b (title) where size > ?', '"?" is not allowed'],
    ['create index a on b (title) where size) > (1', 'a bracket is closed that was not opened'],
  ])('refuses: %s', (text, why) => {
    expect(() => rebuild(text)).toThrow(why)
  })

  test('names cannot break out of their quotes', () => {
    const index = parseIndex('create index "a""`b" on t (title)')
    expect(indexSql(index, 'x"y')).toBe('CREATE INDEX "a""`b" ON "x""y" (title)')
    expect(printIndex(index, 'x`y')).toBe('CREATE INDEX `a"``b` ON `x``y` (title)')
  })

  test('what is run has names in double quotes and expressions in brackets', () => {
    const index = resolveIndex(parseIndex('create index if not exists a on b (lower(title), email)'), columns)
    expect(indexSql(index, 'posts')).toBe('CREATE INDEX "a" ON "posts" ((lower("title")), "email")')
  })
})
