import type { Scenario } from '../scenario.ts'

/** How many different bodies are sent. */
const BODIES = 1000

/** A create that is on the disk before it is answered, with a token and a rule on who the author is. */
export const recordsCreate: Scenario = {
  name: 'create',
  title: 'POST a record, durable',
  baseline: 'same-post',
  goal: 0.35,
  load: ({ token, userId }) => ({
    headers: { authorization: token, 'content-type': 'application/json' },
    requests: Array.from({ length: BODIES }, (_, index) => ({
      method: 'POST',
      path: '/api/collections/posts/records',
      body: JSON.stringify({
        title: `A new post, number ${index}`,
        text: 'What one writes into a field of text, a few lines long. '.repeat(2),
        published: index % 2 === 0,
        author: userId,
        views: index,
      }),
    })),
  }),
}
