import { type Caller, transportOf } from '../caller.ts'
import { notFoundHere } from '../error.ts'
import { filter } from '../filter.ts'
import type { CallOptions } from '../query.ts'
import { recordsOf } from '../records.ts'
import type { RecordJson } from '../wire.ts'

/** A link from an account to somebody at another service. */
export interface LinkJson extends RecordJson {
  provider: string
  providerId: string
  recordRef: string
  collectionRef: string
}

/** What an account is signed in to by. Every call throws an `ApiError`. */
export interface LinksApi {
  list(options?: CallOptions): Promise<LinkJson[]>
  /** Cuts the link to a provider; an `ApiError` 404 when there is none. */
  unlink(provider: string, options?: CallOptions): Promise<void>
}

/**
 * The links of one account to other services: records of `_externalAuths`, of which everybody sees their own.
 *
 * @param record the id of the account
 * @example await linksOf(dapur, record.id).unlink('github')
 */
export function linksOf(client: Caller, record: string): LinksApi {
  const records = recordsOf<{ _externalAuths: LinkJson }, '_externalAuths'>(
    transportOf(client),
    '_externalAuths',
  )
  const list = async (options: CallOptions = {}): Promise<LinkJson[]> => {
    const found: LinkJson[] = []
    for await (const link of records.each({ ...options, filter: filter`recordRef = ${record}` }))
      found.push(link)
    return found
  }
  return {
    list,
    async unlink(provider, options) {
      const link = (await list(options)).find((known) => known.provider === provider)
      if (!link) throw notFoundHere(`The account has no link to "${provider}".`)
      await records.delete(link.id, options)
    },
  }
}
