import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { dapur } from '../dapur.ts'
import { Button } from '../parts/button.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { CodeLine } from '../parts/code-line.tsx'
import { Notice } from '../parts/notice.tsx'
import { scrapeConfig } from './scrape-config.ts'

interface MetricsKeyProps {
  /** The key that is not saved yet: the server never tells the one it has. */
  value: unknown
  problem: string | undefined
  fixedBy: string | undefined
  onChange: (key: string) => void
}

/** The key of a scraper: made here, shown until the page is left, and with it what Prometheus has to be told. */
export function MetricsKey({ value, problem, fixedBy, onChange }: MetricsKeyProps): ReactNode {
  const { settings } = useMessages()
  const { metrics } = settings
  const [made, setMade] = useState<string>()
  const make = (): void => {
    const key = newKey()
    setMade(key)
    onChange(key)
  }
  return (
    <section aria-label={metrics.key} className="flex min-w-0 flex-col gap-3">
      <h2 className="text-sm font-medium">{metrics.key}</h2>
      {made === undefined ? (
        <p className="text-xs text-pretty text-text-3">
          {fixedBy === undefined ? metrics.keyLead : settings.fixed(fixedBy)}
        </p>
      ) : (
        <>
          <CodeLine code={made} />
          <Notice kind="info">{typeof value === 'string' ? metrics.saveIt : metrics.shownOnce}</Notice>
        </>
      )}
      {problem !== undefined && (
        <p data-problem className="text-xs text-danger">
          {problem}
        </p>
      )}
      {fixedBy === undefined && (
        <Button className="self-start" onClick={make}>
          <KeyRound size={15} strokeWidth={1.75} aria-hidden />
          {metrics.make}
        </Button>
      )}
      <h2 className="mt-3 text-sm font-medium">{metrics.scrape}</h2>
      <CodeBlock label={metrics.scrape} code={scrapeConfig(dapur.url, made ?? metrics.yourKey)} />
    </section>
  )
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 40

/** Letters and digits by chance; a byte past the last whole round of them is drawn again, so that all are as likely. */
function newKey(): string {
  let key = ''
  while (key.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < 248 && key.length < LENGTH) key += LETTERS[byte % LETTERS.length] ?? ''
    }
  }
  return key
}
