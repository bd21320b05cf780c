import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Segmented } from '../parts/segmented.tsx'
import type { Operation, Schemas } from './api-document.ts'
import { codeExample, type CodeLanguage, languages } from './code-examples.ts'
import { Section } from './section.tsx'

/** How to call an operation, in the language that is chosen. */
export function OperationCode({ operation, schemas }: { operation: Operation; schemas: Schemas }): ReactNode {
  const { reference } = useMessages()
  const [language, setLanguage] = useState<CodeLanguage>('sdk')
  const { origin } = window.location
  return (
    <Section
      title={reference.codeTitle}
      action={
        <Segmented
          label={reference.codeLanguage}
          value={language}
          options={languages.map((name) => [name, reference.languages[name]] as const)}
          onPick={setLanguage}
        />
      }
    >
      <CodeBlock label={reference.codeTitle} code={codeExample(language, operation, { origin, schemas })} />
    </Section>
  )
}
