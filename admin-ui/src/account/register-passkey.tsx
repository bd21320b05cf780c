import { passkeysOf } from '@dapur/sdk/auth'
import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { dapur, SUPERUSERS } from '../dapur.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { explainBrowser } from '../sign-in/explain-browser.ts'

/** Asks the browser for one more passkey of who is signed in, under a name to know it by. */
export function RegisterPasskey(): ReactNode {
  const messages = useMessages()
  const { mine } = messages
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const register = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    const name = textOf(new FormData(form), 'name').trim() || mine.passkeyName
    setBusy(true)
    setError(undefined)
    try {
      await passkeysOf(dapur, SUPERUSERS).register(name)
      form.reset()
      await queries.invalidateQueries({ queryKey: ['passkeys'] })
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  return (
    <div className="mt-3 flex flex-col gap-2">
      <form onSubmit={(event) => void register(event)} className="flex items-end gap-2">
        <TextInput
          label={mine.passkeyNameLabel}
          name="name"
          autoComplete="off"
          placeholder={mine.passkeyName}
          className="max-w-70 grow"
        />
        <Button type="submit" busy={isBusy}>
          <Plus size={14} strokeWidth={1.75} aria-hidden />
          {mine.addPasskey}
        </Button>
      </form>
      {error !== undefined && <Notice kind="danger">{explainBrowser(error, messages)}</Notice>}
    </div>
  )
}
