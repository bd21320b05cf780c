import { password as askPassword, isCancel } from '@clack/prompts'
import { Command } from 'commander'
import { createSuperuser, deleteSuperuser, updateSuperuser, upsertSuperuser } from '../../auth/superusers.ts'
import type { Flags } from '../../config.ts'
import type { House } from '../../records/house.ts'
import { withDataOptions } from '../options.ts'
import { withHouse } from '../with-house.ts'
import { superuserIpsCommand } from './superuser-ips.ts'
import { superuserOtpCommand } from './superuser-otp.ts'

/** What a subcommand does, and what it says when it is done. */
type Act = (house: House, email: string, password: string) => Promise<string>

const acts: readonly { name: string; description: string; act: Act }[] = [
  { name: 'create', description: 'create a superuser', act: create },
  {
    name: 'upsert',
    description: 'create a superuser, or give the one with this address another password',
    act: upsert,
  },
  { name: 'update', description: 'give a superuser another password', act: update },
]

/** `dapur superuser …`: works beside a running server and without one. */
export function superuserCommand(): Command {
  const command = new Command('superuser').description('manage the superusers of a data directory')
  for (const { name, description, act } of acts) {
    const sub = withDataOptions(command.command(name).description(description))
    sub.argument('<email>').argument('[password]', 'asked for when it is left out')
    sub.action(async (email: string, password: string | undefined, flags: Flags) => {
      await withHouse(flags, async (house) => act(house, email, password ?? (await ask())))
    })
  }
  const remove = withDataOptions(command.command('delete').description('delete a superuser')).argument(
    '<email>',
  )
  remove.action((email: string, flags: Flags) => withHouse(flags, (house) => dismiss(house, email)))
  return command.addCommand(superuserOtpCommand()).addCommand(superuserIpsCommand())
}

async function create(house: House, email: string, password: string): Promise<string> {
  await createSuperuser(house, { email, password })
  return `Created the superuser ${email}.`
}

async function upsert(house: House, email: string, password: string): Promise<string> {
  const outcome = await upsertSuperuser(house, { email, password })
  return outcome === 'created' ? `Created the superuser ${email}.` : `Changed the password of ${email}.`
}

async function update(house: House, email: string, password: string): Promise<string> {
  await updateSuperuser(house, { email, password })
  return `Changed the password of ${email}.`
}

async function dismiss(house: House, email: string): Promise<string> {
  return (await deleteSuperuser(house, email))
    ? `Deleted the superuser ${email}.`
    : `There is no superuser ${email}.`
}

async function ask(): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Error('Give the password as the second argument: there is no terminal to ask on.')
  const answer = await askPassword({ message: 'Password' })
  if (isCancel(answer)) throw new Error('Nothing was changed.')
  return answer
}
