import type { Scenario } from '../scenario.ts'

/**
 * Sixteen who wait for their sign-in all the time: hashing is slow on purpose and happens elsewhere, so that the loop
 * stays free for all others (issue 4, performance.md §8). What it costs is the hash: there is no goal for the ratio.
 */
export const auth: Scenario = {
  name: 'auth',
  title: '16 waiting sign-ins',
  baseline: 'same-bytes',
  goal: 0,
  connections: 16,
  mostLoopDelay: 10,
  load: ({ account }) => ({
    headers: { 'content-type': 'application/json' },
    requests: [
      {
        method: 'POST',
        path: '/api/collections/users/auth-with-password',
        body: JSON.stringify({ identity: account.email, password: account.password }),
      },
    ],
  }),
}
