import { Command } from 'commander'
import type { Flags } from '../../config.ts'
import type { House } from '../../records/house.ts'
import { updateSettings } from '../../settings/update-settings.ts'
import { withDataOptions } from '../options.ts'
import { withHouse } from '../with-house.ts'

interface IpsFlags extends Flags {
  readonly json?: boolean
}

/** `dapur superuser ips`: where superusers may come from; the way back in for whoever has shut themselves out. */
export function superuserIpsCommand(): Command {
  const command = new Command('ips').description(
    'say where superusers may come from; without addresses they may come from anywhere',
  )
  return withDataOptions(command)
    .argument('[addresses...]', 'IP addresses, and ranges such as 10.0.0.0/8')
    .option('--json', 'the answer as JSON on standard output')
    .action((addresses: string[], { json, ...flags }: IpsFlags) =>
      withHouse(flags, (house) => setAddresses(house, addresses, json === true)),
    )
}

async function setAddresses(house: House, addresses: readonly string[], isJson: boolean): Promise<string> {
  const { settings } = await updateSettings(house, { superuserIPs: addresses })
  const { superuserIPs } = settings
  if (isJson) return JSON.stringify({ superuserIPs })
  return superuserIPs.length === 0
    ? 'Superusers may come from anywhere.'
    : `Superusers may come from ${superuserIPs.join(', ')} only.`
}
