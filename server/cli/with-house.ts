import { openHouse } from '../app.ts'
import { type Flags, loadConfig } from '../config.ts'
import type { House } from '../records/house.ts'

/**
 * Open the data for one command, beside a running server perhaps, print what the command says, and close it again.
 * What goes on is only logged when it is odd, unless the caller wants more.
 *
 * @example await withHouse(flags, async (house) => `Deleted ${email}.`)
 */
export async function withHouse(flags: Flags, act: (house: House) => Promise<string>): Promise<void> {
  const house = await openHouse({
    ...(await loadConfig(flags)),
    ...(flags.logLevel ? {} : { logLevel: 'warn' }),
  })
  try {
    console.log(await act(house))
  } finally {
    await house.storage.close()
  }
}
