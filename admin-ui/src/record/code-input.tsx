import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type ReactNode, useEffect, useRef } from 'react'

interface CodeInputProps {
  text: string
  onChange: (text: string) => void
  labelledBy?: string
  label?: string
  describedBy?: string | undefined
  isWrong?: boolean
  /** Shall one type in it as soon as it is there? */
  takesFocus?: boolean
  hint?: string
}

/** The colours come from the theme's own variables, so that both themes are one. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--text-2)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: tags.number, color: 'var(--info)' },
  { tag: [tags.bool, tags.null], color: 'var(--accent-text)' },
])

/** Here, because the editor's own style sheet stands above those of the page. */
const look = EditorView.theme({
  '&': { maxHeight: '60vh' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    overflow: 'auto',
    fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
    fontSize: '0.75rem',
    lineHeight: '1.25rem',
  },
  '.cm-content': { minHeight: '60px', padding: '8px 0', caretColor: 'var(--text-1)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--text-1)' },
})

/** A text of JSON in an editor of its own, which is loaded when it is first needed. Tab leaves it, as in every form. */
export function CodeInput(props: CodeInputProps): ReactNode {
  const { text, onChange, isWrong = false } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const tell = useRef(onChange)
  useEffect(() => {
    tell.current = onChange
  }, [onChange])
  useEffect(() => {
    if (!host.current) return
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: extensionsFor(props, (next) => tell.current(next)),
      }),
    })
    view.current = made
    if (props.takesFocus === true) made.focus()
    return () => made.destroy()
    // The editor is made once; what changes later is sent into it below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  useEffect(() => {
    const now = view.current
    if (!now || now.state.doc.toString() === text) return
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: text } })
  }, [text])
  return <div ref={host} className="code-input" data-wrong={isWrong} />
}

function extensionsFor(props: CodeInputProps, tell: (text: string) => void): Extension[] {
  const { label, labelledBy, describedBy, hint } = props
  return [
    EditorView.cspNonce.of(nonceOfPage()),
    history(),
    json(),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(colours),
    look,
    EditorView.lineWrapping,
    keymap.of([...defaultKeymap, ...historyKeymap]),
    hint === undefined ? [] : placeholder(hint),
    EditorView.contentAttributes.of({
      // It can be typed into, which axe does not see by itself.
      tabindex: '0',
      ...(label === undefined ? {} : { 'aria-label': label }),
      ...(labelledBy === undefined ? {} : { 'aria-labelledby': labelledBy }),
      ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
    }),
    EditorView.updateListener.of(({ docChanged, state }) => docChanged && tell(state.doc.toString())),
  ]
}

/** What the server's policy asks of each style sheet that a script puts on the page. */
function nonceOfPage(): string {
  return document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
