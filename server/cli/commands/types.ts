import { resolve } from 'node:path'
import { Command } from 'commander'
import { openHouse } from '../../app.ts'
import { type Config, type Flags, loadConfig } from '../../config.ts'
import { typesOf } from '../../ops/types.ts'
import type { TypedCollection } from '../../ops/types-expand.ts'
import { writeIfOther } from '../../ops/write-if-other.ts'
import { withDataOptions } from '../options.ts'
import { remoteCollections } from '../remote-collections.ts'

interface TypesFlags extends Flags {
  readonly out?: string
  readonly url?: string
}

/** `dapur types`: the `Schema` of `createClient<Schema>`, from a data directory or from a running server. */
export function typesCommand(): Command {
  return withDataOptions(new Command('types'))
    .description('write the TypeScript types of all collections')
    .option('--out <file>', 'where to; standard output when nothing is said')
    .option(
      '--url <address>',
      'ask a running server, as the superuser of DAPUR_SUPERUSER_EMAIL and DAPUR_SUPERUSER_PASSWORD',
    )
    .action(async ({ out, url, ...flags }: TypesFlags) => {
      const config = await loadConfig(flags)
      const text = typesOf(url === undefined ? await localCollections(config) : await remote(url, config))
      if (out === undefined) return console.log(text.trimEnd())
      const isNew = writeIfOther(resolve(out), text)
      console.log(isNew ? `Wrote ${out}.` : `${out} is as it should be.`)
    })
}

async function localCollections(config: Config): Promise<readonly TypedCollection[]> {
  const house = await openHouse({ ...config, hooks: [], logLevel: 'warn' })
  try {
    return house.catalog.current.all
  } finally {
    await house.storage.close()
  }
}

function remote(url: string, { superuser }: Config): Promise<readonly TypedCollection[]> {
  if (superuser) return remoteCollections(url, superuser)
  throw new Error(
    'Only a superuser may read collections: set DAPUR_SUPERUSER_EMAIL and DAPUR_SUPERUSER_PASSWORD.',
  )
}
