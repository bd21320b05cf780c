import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import type { ControlProps } from '../parts/field.tsx'

type TagsInputProps = ControlProps & {
  values: readonly string[]
  onChange: (values: string[]) => void
}

/** Words in a row. Enter or a comma adds what is typed, Backspace takes the last one back. */
export function TagsInput({ values, onChange, ...control }: TagsInputProps): ReactNode {
  const { collection } = useMessages()
  const [typed, setTyped] = useState('')
  const add = (text: string): void => {
    const words = text
      .split(/[,\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== '')
    setTyped('')
    if (words.length > 0) onChange([...new Set([...values, ...words])])
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '') onChange(values.slice(0, -1))
  }
  return (
    <div
      data-wrong={control['aria-invalid']}
      className="flex min-h-8.5 flex-wrap items-center gap-1 rounded-control border border-line-control bg-surface-1 px-1 py-1 focus-within:border-focus focus-within:outline-1 focus-within:outline-focus data-[wrong=true]:border-danger"
    >
      {values.map((word) => (
        <span
          key={word}
          className="inline-flex h-6 max-w-full items-center gap-1 rounded-full bg-surface-2 pr-1 pl-2.5 text-xs"
        >
          <span className="truncate">{word}</span>
          <button
            type="button"
            aria-label={collection.remove(word)}
            onClick={() => onChange(values.filter((known) => known !== word))}
            className="inline-flex size-5 items-center justify-center rounded-full text-text-3 hover:text-text-1"
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <input
        {...control}
        value={typed}
        onChange={(event) => {
          const text = event.target.value
          // A list that was pasted comes as one change.
          if (/[,\n]/.test(text)) add(text)
          else setTyped(text)
        }}
        onKeyDown={press}
        onBlur={() => add(typed)}
        autoComplete="off"
        placeholder={values.length === 0 ? collection.typeAndEnter : undefined}
        className="h-6 min-w-20 grow bg-transparent px-1.5 text-sm outline-none placeholder:text-text-3"
      />
    </div>
  )
}
