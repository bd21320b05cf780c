import { calls } from './said/calls.ts'
import { collections } from './said/collections.ts'
import { errors } from './said/errors.ts'
import { parts } from './said/parts.ts'
import { records } from './said/records.ts'
import { rules } from './said/rules.ts'
import { settings } from './said/settings.ts'
import { signIn } from './said/sign-in.ts'

/** The server's own sentences in Indonesian; their {holes} stay. A test holds them equal to those that the server has. */
export const said: Readonly<Record<string, string>> = {
  ...errors,
  ...signIn,
  ...records,
  ...collections,
  ...settings,
  ...rules,
  ...parts,
  ...calls,
}
