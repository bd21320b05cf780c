import { passkeysOf } from '@dapur/sdk/auth'
import { Fingerprint } from 'lucide-react'
import type { ReactNode } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import type { SignIn } from './use-sign-in.ts'

/** A passkey: the browser asks for it, and nobody has to type anything. */
export function PasskeyForm({ signIn }: { signIn: SignIn }): ReactNode {
  const { signIn: words } = useMessages()
  return (
    <>
      <p className="text-sm text-pretty text-text-2">{words.passkeyLead}</p>
      <Button
        look="primary"
        busy={signIn.isBusy}
        className="h-9.5"
        // The button has just taken the place of the form that the focus was in.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onClick={() => void signIn.prove((options) => passkeysOf(dapur, SUPERUSERS).signIn(options))}
      >
        <Fingerprint size={15} strokeWidth={1.75} aria-hidden />
        {words.usePasskey}
      </Button>
    </>
  )
}
