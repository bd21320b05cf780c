import type { Scenario } from '../scenario.ts'
import { auth } from './auth.ts'
import { health } from './health.ts'
import { hostile } from './hostile.ts'
import { logged } from './logged.ts'
import { recordsCreate } from './records-create.ts'
import { recordsGet } from './records-get.ts'
import { recordsList } from './records-list.ts'

/** Everything that `npm run bench` measures, in this order: what writes comes last. */
export const scenarios: readonly Scenario[] = [
  health,
  logged,
  recordsGet,
  recordsList,
  hostile,
  auth,
  recordsCreate,
]
