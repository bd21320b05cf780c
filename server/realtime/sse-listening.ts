import { apiError } from '../base/error.ts'
import { problem, type Problem, type ProblemTree, required } from '../base/problem.ts'
import { readSubmitted } from '../collections/submitted.ts'

/** What a stream is to hear. */
export interface Listening {
  readonly clientId: string
  readonly topics: readonly string[]
}

const MAX_ID = 255
const MAX_TOPICS = 1000
/** Bytes. */
const MAX_TOPIC = 2500

/**
 * Read `{ clientId, subscriptions? }` (contract services.md §3.2).
 *
 * @param isForm in a form one topic is no list but a text
 *
 * Errors: `body_malformed` 400; `validation_failed` 400 under `clientId`, `subscriptions`, or a place of it.
 *
 * @example parseListening({ clientId: '…', subscriptions: ['posts/*'] }, { isForm: false })
 */
export function parseListening(
  body: Readonly<Record<string, unknown>>,
  { isForm }: { readonly isForm: boolean },
): Listening {
  const { subscriptions } = body
  const submitted = readSubmitted(
    isForm && typeof subscriptions === 'string' ? { ...body, subscriptions: [subscriptions] } : body,
  )
  const clientId = submitted.text('clientId', '')
  const topics = submitted.texts('subscriptions', [])
  const problems: ProblemTree = {}
  const [badId, badTopics] = [checkId(clientId), checkTopics(topics)]
  if (badId) problems['clientId'] = badId
  if (badTopics) problems['subscriptions'] = badTopics
  if (badId || badTopics) throw apiError('validation_failed', {}, { data: problems })
  return { clientId, topics }
}

function checkId(id: string): Problem | undefined {
  if (id === '') return required
  if (Buffer.byteLength(id) <= MAX_ID) return undefined
  return problem('validation_length_out_of_range', `Use 1 to ${MAX_ID} bytes.`, { min: 1, max: MAX_ID })
}

function checkTopics(topics: readonly string[]): Problem | ProblemTree | undefined {
  if (topics.length > MAX_TOPICS) return tooLong(`Listen to at most ${MAX_TOPICS} topics.`, MAX_TOPICS)
  const problems: ProblemTree = {}
  for (const [at, topic] of topics.entries())
    if (Buffer.byteLength(topic) > MAX_TOPIC)
      problems[String(at)] = tooLong(`Use at most ${MAX_TOPIC} bytes.`, MAX_TOPIC)
  return Object.keys(problems).length > 0 ? problems : undefined
}

function tooLong(message: string, max: number): Problem {
  return problem('validation_length_too_long', message, { min: 0, max })
}
