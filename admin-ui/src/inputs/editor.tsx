import { lazy, type ReactNode, Suspense, useState } from 'react'
import { toText } from '../fields/value.ts'
import { useMessages } from '../language.ts'
import type { FieldInput, InputProps } from './field-input.ts'
import { controlLook } from './look.ts'

const RichText = lazy(async () => ({ default: (await import('../record/rich-text.tsx')).RichText }))

/** What the rich editor can hold; anything else would be lost by the first key in it. */
const KEPT = new Set(
  'p br strong b em i s del u h1 h2 h3 h4 h5 h6 ul ol li blockquote code pre hr a'.split(' '),
)
const TAG = /<\/?([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*\/?>/gi
const ATTRIBUTE = /([a-z-]+)="([^"]*)"/gi
const ADDRESS = /^(?:https?:|mailto:|tel:|[/#])/i

/** Rich text, and its HTML for who wants it or for what the rich editor would lose. */
export const editor: FieldInput = {
  toDraft: (value) => toText(value ?? ''),
  toBody: (draft, { name }) => ({ [name]: draft }),
  Input: EditorInput,
  isGroup: true,
}

function EditorInput({ id, draft, onChange, isWrong, describedBy }: InputProps): ReactNode {
  const { editor: words } = useMessages()
  const html = toText(draft)
  const [isRich, setRich] = useState(() => isKept(html))
  const isLossy = !isRich && !isKept(html)
  return (
    <div className="flex flex-col gap-1.5">
      {isRich ? (
        <Suspense fallback={<div className="h-32 rounded-control border border-line bg-surface-0" />}>
          <RichText
            html={html}
            onChange={onChange}
            labelledBy={`${id}-label`}
            describedBy={describedBy}
            isWrong={isWrong}
          />
        </Suspense>
      ) : (
        <textarea
          value={html}
          onChange={(event) => onChange(event.target.value)}
          aria-labelledby={`${id}-label`}
          aria-describedby={describedBy}
          aria-invalid={isWrong}
          spellCheck={false}
          rows={5}
          className={controlLook(isWrong, 'field-sizing-content max-h-96 min-h-28 py-2 font-mono text-xs')}
        />
      )}
      <div className="flex items-baseline gap-2 text-xs">
        {!isLossy && (
          <button
            type="button"
            onClick={() => setRich(!isRich)}
            className="shrink-0 text-accent-text underline-offset-3 hover:underline"
          >
            {isRich ? words.showHtml : words.showRich}
          </button>
        )}
        {isLossy && <span className="text-text-3">{words.richLoses}</span>}
      </div>
    </div>
  )
}

/**
 * Is every tag one that the rich editor keeps? Read letter by letter: a parser of the browser would look at handlers of
 * events on its way, and text that comes from strangers has none of it.
 */
function isKept(html: string): boolean {
  const rest = html.replace(TAG, (_, tag: string, attributes: string) =>
    KEPT.has(tag.toLowerCase()) && [...attributes.matchAll(ATTRIBUTE)].every(isKeptAttribute) ? '' : '<',
  )
  return !rest.includes('<')
}

function isKeptAttribute([, name = '', value = '']: RegExpMatchArray): boolean {
  if (name.toLowerCase() === 'href') return ADDRESS.test(value)
  return ['target', 'rel'].includes(name.toLowerCase())
}
