import { z } from 'zod'
import { apiError } from '../base/error.ts'

/*
 * What authenticators answer, as `PublicKeyCredential.toJSON()` writes it. Only its form is looked at here.
 */

interface Credential {
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
}

/** The answer to `create`. */
export interface Registration extends Credential {
  readonly response: {
    readonly clientDataJSON: string
    readonly attestationObject: string
    readonly transports: string[]
  }
}

/** The answer to `get`. */
export interface Assertion extends Credential {
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
    readonly userHandle: string
  }
}

/** base64url (RFC 4648 §5). */
function bytes(most: number): z.ZodType<string> {
  return z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/)
}

const credential = { id: bytes(1400), rawId: bytes(1400), type: z.literal('public-key') }

const registrationSchema: z.ZodType<Registration> = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(8192),
    attestationObject: bytes(65_536),
    transports: z.array(z.string().max(32)).max(8).default([]),
  }),
})
const assertionSchema: z.ZodType<Assertion> = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(8192),
    authenticatorData: bytes(8192),
    // ML-DSA-65 makes 3,309 bytes, ML-DSA-87 4,627, in base64url (FIPS 204).
    signature: bytes(8192),
    // An authenticator need not say it, and pages write that as null.
    userHandle: z
      .string()
      .max(128)
      .nullish()
      .transform((handle) => handle ?? ''),
  }),
})

/** Errors: `body_malformed` 400. */
export function parseRegistration(input: unknown): Registration {
  return orMalformed(registrationSchema.safeParse(input))
}

/** Errors: `body_malformed` 400. */
export function parseAssertion(input: unknown): Assertion {
  return orMalformed(assertionSchema.safeParse(input))
}

function orMalformed<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data
  const at = parsed.error.issues[0]?.path.join('.') ?? ''
  const place = at === '' ? '"credential"' : `"credential.${at}"`
  throw apiError('body_malformed', { why: `${place} is not what an authenticator answers` })
}

const clientDataSchema = z.object({ challenge: z.string() })

/** The challenge that an answer claims to answer; whether it does is for the signature to say. */
export function challengeOf({
  response,
}: {
  readonly response: { readonly clientDataJSON: string }
}): string {
  try {
    const text = Buffer.from(response.clientDataJSON, 'base64url').toString()
    return clientDataSchema.parse(JSON.parse(text)).challenge
  } catch (error) {
    throw apiError(
      'body_malformed',
      { why: '"credential.response.clientDataJSON" cannot be read' },
      { cause: error },
    )
  }
}
