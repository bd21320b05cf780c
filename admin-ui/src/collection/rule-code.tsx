import {
  autocompletion,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { type ReactNode, useEffect, useRef } from 'react'
import { ruleLanguage } from './rule-language.ts'
import type { RuleCompletions, RuleReport } from './rule-queries.ts'

export interface RuleCodeProps {
  text: string
  label: string
  describedBy: string
  hint: string
  problem: RuleReport['problem']
  onChange: (text: string) => void
  complete: (text: string, at: number) => Promise<RuleCompletions | undefined>
}

/** A rule in an editor: colours, the mistake underlined where it is, words that fit. Tab leaves it, as in every form. */
export function RuleCode(props: RuleCodeProps): ReactNode {
  const { text, problem } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    if (!host.current) return
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: text, extensions: extensionsFor(props, () => latest.current) }),
    })
    view.current = made
    return () => made.destroy()
    // The editor is made once; what changes later is sent into it below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  useEffect(() => {
    const now = view.current
    if (!now || now.state.doc.toString() === text) return
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: text } })
  }, [text])
  useEffect(() => {
    const now = view.current
    if (now)
      now.dispatch(setDiagnostics(now.state, problem ? [diagnosticOf(problem, now.state.doc.length)] : []))
  }, [problem])
  return <div ref={host} className="code-input rule-code" data-wrong={problem !== undefined} />
}

/** A mistake at the very end has no letters: the last one stands for it. */
function diagnosticOf({ message, from, to }: NonNullable<RuleReport['problem']>, length: number) {
  const end = Math.min(to, length)
  const begin = Math.max(0, Math.min(from, end === from ? end - 1 : from))
  return { from: begin, to: end, severity: 'error' as const, message }
}

/** One line high until there is more to say. */
const look = EditorView.theme({
  '.cm-scroller': {
    fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
    fontSize: '0.8125rem',
    lineHeight: '1.25rem',
    // Signs are read letter by letter.
    fontVariantLigatures: 'none',
  },
  '.cm-content': { padding: '6px 0' },
  '.cm-line': { padding: '0 10px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '4px 10px' },
})

function extensionsFor(props: RuleCodeProps, now: () => RuleCodeProps): Extension[] {
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos, explicit } = context
    const before = state.sliceDoc(Math.max(0, pos - 1), pos)
    if (!explicit && !/[\w@.:"']/.test(before)) return null
    const found = await now().complete(state.doc.toString(), pos)
    if (!found || found.items.length === 0) return null
    const options = found.items.map(({ label, detail, kind }) => ({ label, detail, type: kind }))
    return { from: found.from, to: found.to, options, validFor: /^[\w@]*$/ }
  }
  return [
    EditorView.cspNonce.of(document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''),
    history(),
    ruleLanguage,
    look,
    bracketMatching(),
    EditorView.lineWrapping,
    autocompletion({ override: [source], icons: false }),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    placeholder(props.hint),
    EditorView.contentAttributes.of({
      'aria-label': props.label,
      'aria-describedby': props.describedBy,
      spellcheck: 'false',
    }),
    EditorView.updateListener.of(
      ({ docChanged, state }) => docChanged && now().onChange(state.doc.toString()),
    ),
  ]
}
