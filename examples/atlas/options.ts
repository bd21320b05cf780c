import { parseArgs } from 'node:util'

/** Where the atlas goes, and who brings it. */
export interface Options {
  readonly url: string
  readonly email: string
  readonly password: string
}

export const HELP: string = `npm run atlas -- [options]

Fills a running Dapur with 250 countries, through its public API, and asks it ten questions.

  --url URL            the server              (DAPUR_URL, default http://127.0.0.1:8090)
  --email EMAIL        a superuser of it       (DAPUR_SUPERUSER_EMAIL)
  --password PASSWORD  the superuser's         (DAPUR_SUPERUSER_PASSWORD)
  --help               this text`

/**
 * Reads the command line, then the environment.
 *
 * Errors: a TypeError of `parseArgs` for a flag that is not known.
 *
 * @example readOptions(['--url', 'http://localhost:8091'], process.env)
 * @returns undefined when help was asked for
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options | undefined {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: { url: text, email: text, password: text, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return undefined
  return {
    url: values.url ?? env['DAPUR_URL'] ?? 'http://127.0.0.1:8090',
    email: values.email ?? env['DAPUR_SUPERUSER_EMAIL'] ?? '',
    password: values.password ?? env['DAPUR_SUPERUSER_PASSWORD'] ?? '',
  }
}
