import { totpOf } from '@dapur/sdk/auth'
import type { ReactNode } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { CodeDialog } from './code-dialog.tsx'

/** Gives the app up: with one more code of it, so that an open page is not enough. */
export function RemoveApp({ onClose }: { onClose: () => void }): ReactNode {
  const { account, signIn } = useMessages()
  return (
    <CodeDialog
      title={account.removeApp}
      lead={account.removeAppQuestion}
      hint={signIn.appCodeHint}
      submit={account.removeApp}
      isDanger
      onCode={async (code) => {
        await totpOf(dapur, SUPERUSERS).remove(code)
        onClose()
      }}
      onClose={onClose}
    />
  )
}
