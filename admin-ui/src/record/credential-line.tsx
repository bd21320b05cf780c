import { Check, Pencil, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { textOf } from '../form.ts'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'

/** What lets somebody in. */
export interface Credential {
  id: string
  name: string
  detail: string
  /** Does it end in another way only? */
  isFixed?: boolean
}

interface CredentialLineProps {
  credential: Credential
  /** The verb on the cross. */
  remove: (name: string) => string
  /** The verb on the pencil, where it can have another name. */
  rename: ((name: string) => string) | undefined
  isGoing: boolean
  onRemove: () => void
  onRename: (name: string) => Promise<void>
}

/** One of the things that let somebody in: what it is called, when it was used, and how to end it. */
export function CredentialLine(props: CredentialLineProps): ReactNode {
  const { credential, remove, rename, isGoing, onRemove, onRename } = props
  const { id, name, detail, isFixed } = credential
  const [isNaming, setNaming] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const wasNaming = useRef(false)
  useEffect(() => {
    // The input is gone, and the focus with it: it goes back to where it came from.
    if (wasNaming.current && !isNaming) pencil.current?.focus()
    wasNaming.current = isNaming
  }, [isNaming])
  return (
    <li className="flex min-h-11 items-center gap-1 border-b border-line py-1 pr-1 pl-3 last:border-0">
      {isNaming && rename ? (
        <NameForm
          label={rename(name)}
          name={name}
          onName={async (next) => {
            if (next !== name && next !== '') await onRename(next)
            setNaming(false)
          }}
          onCancel={() => setNaming(false)}
        />
      ) : (
        <>
          <div className="mr-1 min-w-0 grow">
            <p className="truncate text-sm" title={name}>
              {name}
            </p>
            <p className="truncate text-xs text-text-3 tabular-nums">{detail}</p>
          </div>
          {rename && (
            <IconButton ref={pencil} label={rename(name)} onClick={() => setNaming(true)}>
              <Pencil size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
          {isFixed !== true && (
            <IconButton key={id} label={remove(name)} disabled={isGoing} onClick={onRemove}>
              <X size={15} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </>
      )}
    </li>
  )
}

interface NameFormProps {
  label: string
  name: string
  onName: (name: string) => Promise<void>
  onCancel: () => void
}

/** Another name. Enter keeps it, Escape does not. */
function NameForm({ label, name, onName, onCancel }: NameFormProps): ReactNode {
  const { cells, editor } = useMessages()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void onName(textOf(new FormData(event.currentTarget), 'name').trim())
  }
  return (
    <form onSubmit={send} className="flex min-w-0 grow items-center gap-1">
      <input
        ref={input}
        name="name"
        aria-label={label}
        defaultValue={name}
        maxLength={100}
        autoComplete="off"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // A sheet around it would hear it too, and close.
          event.preventDefault()
          event.stopPropagation()
          onCancel()
        }}
        className={controlLook(false, 'h-8.5')}
      />
      <IconButton type="submit" label={cells.save}>
        <Check size={15} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={editor.cancel} onClick={onCancel}>
        <X size={15} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </form>
  )
}
