import type { Scenario } from '../scenario.ts'

/** What every request costs before anything is asked of the data. */
export const health: Scenario = {
  name: 'health',
  title: 'GET /api/health',
  baseline: 'same-bytes',
  goal: 0.9,
  load: () => ({ headers: {}, requests: [{ method: 'GET', path: '/api/health' }] }),
}
