import { totpOf } from '@dapur/sdk/auth'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { CodeLine } from '../parts/code-line.tsx'
import { CodeDialog } from './code-dialog.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

const QrCode = lazy(async () => ({ default: (await import('../parts/qr-code.tsx')).QrCode }))

/** What the server begins with: the key, and the address that an app on this device opens. */
export interface BegunApp {
  readonly secret: string
  readonly url: string
}

interface EnrolAppProps {
  /** Without it there is an app already, which has to agree first. */
  start?: BegunApp | undefined
  onClose: () => void
}

/** Sets an authenticator app up: its key, a first code of it, and the recovery codes, which are shown this once. */
export function EnrolApp({ start, onClose }: EnrolAppProps): ReactNode {
  const { mine, signIn } = useMessages()
  const [begun, setBegun] = useState(start)
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>()
  const app = totpOf(dapur, SUPERUSERS)
  if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onClose={onClose} />
  if (begun) {
    return (
      <CodeDialog
        key="confirm"
        title={mine.setUpApp}
        lead={mine.appKeyLead}
        hint={mine.firstCodeHint}
        submit={mine.switchOn}
        onCode={async (code) => setRecoveryCodes((await app.confirm(code)).recoveryCodes)}
        onClose={onClose}
      >
        <div className="size-48 self-center">
          <Suspense>
            <QrCode text={begun.url} label={mine.qrCode} />
          </Suspense>
        </div>
        <CodeLine code={begun.secret} />
        <a href={begun.url} className="self-start text-sm text-accent-text underline underline-offset-2">
          {mine.openApp}
        </a>
      </CodeDialog>
    )
  }
  return (
    <CodeDialog
      key="begin"
      title={mine.replaceApp}
      lead={mine.replaceAppLead}
      hint={signIn.appCodeHint}
      submit={mine.goOn}
      onCode={async (code) => setBegun(await app.begin(code))}
      onClose={onClose}
    />
  )
}
