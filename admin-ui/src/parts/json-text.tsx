import { Fragment, type ReactNode } from 'react'

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** JSON, indented and coloured. The text is only ever text: nothing in it becomes markup. */
export function JsonText({ value }: { value: unknown }): ReactNode {
  const text = JSON.stringify(value, null, 2) ?? ''
  return <code className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">{coloured(text)}</code>
}

function coloured(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    parts.push(<Fragment key={end}>{text.slice(end, match.index)}</Fragment>, token(match))
    end = match.index + match[0].length
  }
  return [...parts, <Fragment key="end">{text.slice(end)}</Fragment>]
}

function token(match: RegExpExecArray): ReactNode {
  const [whole, quoted, colon, word] = match
  if (colon !== undefined) {
    return (
      <Fragment key={`t${match.index}`}>
        <span className="text-text-2">{quoted}</span>
        {colon}
      </Fragment>
    )
  }
  const look = quoted !== undefined ? 'text-ok' : word !== undefined ? 'text-accent-text' : 'text-info'
  return (
    <span key={`t${match.index}`} className={look}>
      {whole}
    </span>
  )
}
