import type { Scenario } from '../scenario.ts'
import { health } from './health.ts'

/** The same request as `health`, with the request logs that a server keeps by default: what an entry costs. */
export const logged: Scenario = {
  ...health,
  name: 'logged',
  title: 'GET /api/health, logged',
  goal: 0.5,
  keepsLogs: true,
}
