import { Command } from 'commander'
import { mintSuperuserOtp } from '../../auth/superuser-otp.ts'
import { ApiError } from '../../base/error.ts'
import type { Flags } from '../../config.ts'
import type { House } from '../../records/house.ts'
import { withDataOptions } from '../options.ts'
import { withHouse } from '../with-house.ts'

interface OtpFlags extends Flags {
  readonly json?: boolean
}

/** `dapur superuser otp`: a code for whoever sits before the server, when mail does not work. */
export function superuserOtpCommand(): Command {
  const command = new Command('otp').description('make a one-time code for a superuser, and show it')
  return withDataOptions(command)
    .argument('<email>')
    .option('--json', 'the answer as JSON on standard output')
    .action((email: string, { json, ...flags }: OtpFlags) =>
      withHouse(flags, (house) => mint(house, email, json === true)),
    )
}

async function mint(house: House, email: string, isJson: boolean): Promise<string> {
  const minted = await mintSuperuserOtp(house, email).catch(explainDisabled)
  if (!minted) throw new Error(`There is no superuser ${email}.`)
  if (isJson) return JSON.stringify(minted)
  const { otpId, code, duration } = minted
  return [
    `Id:    ${otpId}`,
    `Code:  ${code}`,
    `Good for ${duration} seconds and one sign-in: POST /api/collections/_superusers/auth-with-otp`,
    `with {"otpId": "${otpId}", "password": "${code}"}.`,
  ].join('\n')
}

function explainDisabled(error: unknown): never {
  if (!(error instanceof ApiError) || error.code !== 'otp_auth_disabled') throw error
  throw new Error(
    'Superusers have no one-time codes here: switch "otp" on in the options of _superusers first. A new password works without: dapur superuser update EMAIL.',
    { cause: error },
  )
}
