import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { Operation, Schemas } from './api-document.ts'
import { codeExample, languages } from './code-examples.ts'
import { CodeInLanguages } from './code-in-languages.tsx'

/** How to call an operation, in the language that is chosen. */
export function OperationCode({ operation, schemas }: { operation: Operation; schemas: Schemas }): ReactNode {
  const { reference } = useMessages()
  const { origin } = window.location
  return (
    <CodeInLanguages
      languages={languages.map((name) => [name, reference.languages[name]] as const)}
      codeOf={(language) => codeExample(language, operation, { origin, schemas })}
    />
  )
}
