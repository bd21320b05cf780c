import { Fingerprint, KeyRound, Mail, Smartphone } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import type { SignIn } from './use-sign-in.ts'

const icons = { password: KeyRound, otp: Mail, totp: Smartphone, passkey: Fingerprint }

/** The other ways that are open now, and out of a second proof the way back to the beginning. */
export function OtherWays({ signIn }: { signIn: SignIn }): ReactNode {
  const { signIn: words } = useMessages()
  const { others, first } = signIn
  if (others.length === 0 && first === undefined) return null
  return (
    <div className="flex flex-col gap-2">
      {others.map((way) => {
        const Icon = icons[way]
        return (
          <Button key={way} className="h-9.5" onClick={() => signIn.take(way)}>
            <Icon size={15} strokeWidth={1.75} className="text-text-3" aria-hidden />
            {words.by[way]}
          </Button>
        )
      })}
      {first !== undefined && (
        <Button look="plain" onClick={signIn.restart}>
          {words.restart}
        </Button>
      )}
    </div>
  )
}
