import { HighlightStyle, LanguageSupport, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { tags } from '@lezer/highlight'

/** The words of the rule language, in the order in which they are tried. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/^\/\/.*/, 'comment'],
  [/^"(?:[^"\\]|\\.)*"?/, 'string'],
  [/^'(?:[^'\\]|\\.)*'?/, 'string'],
  [/^@[\w.]+/, 'keyword'],
  [/^:\w+/, 'modifier'],
  [/^-?\d+(?:\.\d+)?/, 'number'],
  [/^(?:true|false|null)\b/, 'atom'],
  [/^\w+(?=\()/, 'function'],
  [/^\w+/, 'propertyName'],
  [/^(?:&&|\|\||\??(?:!=|>=|<=|!~|[=<>~]))/, 'operator'],
]

const language = StreamLanguage.define<null>({
  name: 'rule',
  token(stream) {
    for (const [pattern, name] of patterns) if (stream.match(pattern)) return name
    stream.next()
    return null
  },
  tokenTable: { modifier: tags.modifier, function: tags.function(tags.variableName) },
})

/** The colours come from the theme's own variables, so that both themes are one. */
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent-text)' },
  { tag: tags.modifier, color: 'var(--warn)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.atom], color: 'var(--info)' },
  { tag: tags.function(tags.variableName), color: 'var(--info)' },
  { tag: tags.operator, color: 'var(--text-3)' },
  { tag: tags.comment, color: 'var(--text-3)', fontStyle: 'italic' },
])

/** The rule language in an editor. */
export const ruleLanguage = new LanguageSupport(language, syntaxHighlighting(colours))
