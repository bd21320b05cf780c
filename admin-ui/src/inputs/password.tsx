import { Dices, Eye, EyeOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import type { FieldInput, InputProps } from './field-input.ts'
import { controlLook } from './look.ts'

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const MADE_LENGTH = 20

/** A new password; the stored one never leaves the server, so an empty input means that it stays. */
export const password: FieldInput = {
  toDraft: () => '',
  // Who sets a password for somebody else types it once: the other key is what the contract asks for.
  toBody: (draft, { name, system }) => ({ [name]: draft, ...(system && { passwordConfirm: draft }) }),
  Input: PasswordInput,
}

function PasswordInput({ id, draft, onChange, isWrong, describedBy, record }: InputProps): ReactNode {
  const { common, editor } = useMessages()
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <div className="flex items-center gap-1">
      <input
        id={id}
        type={isShown ? 'text' : 'password'}
        value={toText(draft)}
        onChange={(event) => onChange(event.target.value)}
        placeholder={record ? editor.passwordStays : undefined}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
        autoComplete="new-password"
        spellCheck={false}
        className={controlLook(isWrong, 'h-8.5 grow', isShown ? 'font-mono' : '')}
      />
      <IconButton
        label={isShown ? common.hidePassword : common.showPassword}
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
      >
        <Icon size={15} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton
        label={editor.makePassword}
        onClick={() => {
          onChange(madePassword())
          setShown(true)
        }}
      >
        <Dices size={15} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  )
}

/** Letters that nobody confuses. Bytes past the last whole round are thrown away, so that all are equally likely. */
function madePassword(): string {
  const fair = 256 - (256 % LETTERS.length)
  let made = ''
  while (made.length < MADE_LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(MADE_LENGTH))) {
      if (byte < fair && made.length < MADE_LENGTH) made += LETTERS.charAt(byte % LETTERS.length)
    }
  }
  return made
}
