import type { Scenario } from '../scenario.ts'

/** The newest 30 records without the total, with a token, under the same rule. */
export const recordsList: Scenario = {
  name: 'list',
  title: 'GET a list of 30, skipTotal',
  baseline: 'same-bytes',
  goal: 0.22,
  load: ({ token }) => ({
    headers: { authorization: token },
    requests: [
      { method: 'GET', path: '/api/collections/posts/records?perPage=30&skipTotal=1&sort=-created' },
    ],
  }),
}
