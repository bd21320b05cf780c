import { problem, type Problem, required } from '../base/problem.ts'
import type { AuthOptions, OAuth2Provider } from '../collections/collection.ts'
import { readSubmitted } from '../collections/submitted.ts'
import { refuseProblems } from './parse-fields.ts'
import type { Json } from './providers/provider.ts'

/** What a client brings back from a provider. */
export interface OAuth2Request {
  readonly code: string
  readonly codeVerifier: string
  /** The address that the code came to; '' where the client says none. */
  readonly redirectURL: string
}

/** The body of a sign-in. */
export interface OAuth2SignIn extends OAuth2Request {
  readonly config: OAuth2Provider
  /** What a new record is to have. */
  readonly createData: Json
}

const MAX_NAME = 100

/**
 * Read `{ provider, code, codeVerifier?, redirectURL?, createData? }` (contract services.md §2.4); `redirectUrl` is
 * what old clients call it.
 *
 * Errors: `body_malformed` 400; `validation_failed` 400 under `provider` and `code`.
 */
export function parseOAuth2(body: unknown, { oauth2 }: AuthOptions): OAuth2SignIn {
  const submitted = readSubmitted(body)
  const name = submitted.text('provider', '')
  const code = submitted.text('code', '')
  const config = oauth2.providers.find((provider) => provider.name === name)
  const provider = providerProblem(name, config)
  refuseProblems({ provider, code: code === '' ? required : undefined })
  if (!config) throw new Error('a provider that is not there was let through')
  return {
    config,
    code,
    codeVerifier: submitted.text('codeVerifier', ''),
    redirectURL: submitted.text('redirectURL', '') || submitted.text('redirectUrl', ''),
    createData: submitted.maybeObject('createData', null) ?? {},
  }
}

function providerProblem(name: string, config: OAuth2Provider | undefined): Problem | undefined {
  if (name === '') return required
  if (Buffer.byteLength(name) > MAX_NAME)
    return problem('validation_length_too_long', `Use at most ${MAX_NAME} bytes.`, { min: 0, max: MAX_NAME })
  if (config) return undefined
  return problem('validation_invalid_provider', `There is no provider "${name}" here.`, { name })
}
