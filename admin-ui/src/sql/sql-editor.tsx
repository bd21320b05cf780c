import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { sql, SQLite } from '@codemirror/lang-sql'
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type ReactNode, useEffect, useRef } from 'react'

interface SqlEditorProps {
  text: string
  label: string
  hint: string
  /** The tables and their columns, for completion. */
  tables: Readonly<Record<string, readonly string[]>>
  onChange: (text: string) => void
  /** Mod-Enter was pressed; told what stands there then, which React may not know yet. */
  onRun: (text: string) => void
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent-text)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--info)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--text-3)', fontStyle: 'italic' },
])

/** A control like the others, several lines high. */
const look = EditorView.theme({
  '&': {
    minHeight: '136px',
    maxHeight: '40dvh',
    border: '1px solid var(--line-control)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface-1)',
    fontSize: '0.8125rem',
  },
  '&.cm-focused': { borderColor: 'var(--focus)', outline: '1px solid var(--focus)' },
  '.cm-scroller': {
    overflow: 'auto',
    padding: '6px 4px',
    fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
    lineHeight: '1.6',
  },
  '.cm-content': { caretColor: 'var(--text-1)' },
  '.cm-cursor': { borderLeftColor: 'var(--text-1)' },
  '.cm-placeholder': { color: 'var(--text-3)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface-1)',
    color: 'var(--text-1)',
    boxShadow: 'var(--float)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--text-1)',
  },
})

/** SQL with highlighting and completion. Tab leaves it, as in every form. */
export function SqlEditor({ text, tables, ...rest }: SqlEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<{ view: EditorView; schema: Compartment }>(null)
  const latest = useRef({ text, ...rest })
  useEffect(() => {
    latest.current = { text, ...rest }
  })
  useEffect(() => {
    if (!host.current) return
    const schema = new Compartment()
    const { label, hint, text: doc } = latest.current
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc,
        extensions: [
          schema.of(languageFor({})),
          runKey((now) => latest.current.onRun(now)),
          basics(label, hint),
          EditorView.updateListener.of(
            ({ docChanged, state }) => docChanged && latest.current.onChange(state.doc.toString()),
          ),
        ],
      }),
    })
    editor.current = { view, schema }
    return () => view.destroy()
  }, [])
  useEffect(() => {
    editor.current?.view.dispatch({ effects: editor.current.schema.reconfigure(languageFor(tables)) })
  }, [tables])
  useEffect(() => {
    const view = editor.current?.view
    if (!view || view.state.doc.toString() === text) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
  }, [text])
  return <div ref={host} />
}

function languageFor(tables: SqlEditorProps['tables']): Extension {
  const schema = Object.fromEntries(Object.entries(tables).map(([name, columns]) => [name, [...columns]]))
  return sql({ dialect: SQLite, schema, upperCaseKeywords: false })
}

function runKey(run: (text: string) => void): Extension {
  const runs = ({ state }: EditorView): boolean => {
    run(state.doc.toString())
    return true
  }
  return keymap.of([{ key: 'Mod-Enter', run: runs, preventDefault: true }])
}

function basics(label: string, hint: string): Extension[] {
  return [
    EditorView.cspNonce.of(document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''),
    look,
    history(),
    bracketMatching(),
    autocompletion({ icons: false }),
    syntaxHighlighting(colours),
    EditorView.lineWrapping,
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    placeholder(hint),
    EditorView.contentAttributes.of({ 'aria-label': label }),
  ]
}
