import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Segmented } from '../parts/segmented.tsx'
import { Section } from './section.tsx'

interface CodeProps<Language extends string> {
  /** Each with its name; the first is shown until another is chosen. */
  languages: readonly (readonly [Language, string])[]
  codeOf: (language: Language) => string
}

/** The same in several languages, of which one is shown. */
export function CodeInLanguages<Language extends string>({
  languages,
  codeOf,
}: CodeProps<Language>): ReactNode {
  const { reference } = useMessages()
  const [chosen, choose] = useState<Language>()
  const shown = chosen ?? languages[0]?.[0]
  if (shown === undefined) return null
  return (
    <Section
      title={reference.codeTitle}
      action={<Segmented label={reference.codeLanguage} value={shown} options={languages} onPick={choose} />}
    >
      <CodeBlock label={reference.codeTitle} code={codeOf(shown)} />
    </Section>
  )
}
