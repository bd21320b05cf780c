import { translated } from '../translated.ts'
import type { Operation } from './api-document.ts'

/** The operation with what the server says of it in another language; codes and names stay. */
export function inWords(operation: Operation, said: Readonly<Record<string, string>>): Operation {
  const parameters = operation.parameters.map((parameter) => {
    const { description } = parameter
    return description === undefined
      ? parameter
      : { ...parameter, description: translated(description, said) }
  })
  return { ...operation, summary: translated(operation.summary, said), parameters }
}
