import { expect, test } from 'vitest'
import { ApiError, apiError, errorCatalogue } from './error.ts'
import { required } from './problem.ts'

test('an error fills the holes of its sentence and knows its status', () => {
  const error = apiError('collection_not_found', { name: 'posts' })
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    status: 404,
    message: 'There is no collection "posts".',
    data: {},
    origin: 'contract',
  })
})

test('an error carries what is wrong with single values', () => {
  expect(apiError('validation_failed', {}, { data: { title: required } }).data).toEqual({ title: required })
})

test('docs/errors.md lists every error of the catalogue (npm test -- error -u writes it anew)', async () => {
  await expect(errorPage()).toMatchFileSnapshot('../../docs/errors.md')
})

function errorPage(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([code, [status, sentence, origin]]) =>
      `| \`${code}\` | ${status} | ${sentence.replaceAll('\n', ' ')} | ${origin} |`,
  )
  return `# Errors

Every error that the API can answer. The body is \`{"data":{},"message":"…","status":…}\`; errors that the
PocketBase contract does not know ("ours") carry their code as a fourth key, \`code\`. Problems of single values
stand in \`data\`, under the name of their field, with a \`code\` that never changes.

| code | status | message | origin |
|---|---|---|---|
${rows.join('\n')}
`
}
