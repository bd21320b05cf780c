import type { Scenario } from '../scenario.ts'

/** One record by its id, at random, with a token, under a rule that looks at the record and at who asks. */
export const recordsGet: Scenario = {
  name: 'get',
  title: 'GET one record, token and rule',
  baseline: 'same-bytes',
  goal: 0.55,
  load: ({ token, visibleIds }) => ({
    headers: { authorization: token },
    requests: visibleIds.map((id) => ({ method: 'GET', path: `/api/collections/posts/records/${id}` })),
  }),
}
