/** Why data of PocketBase cannot be taken: all reasons at once, and nothing was written. */
export class ImportRefusal extends Error {
  override readonly name = 'ImportRefusal'
  readonly reasons: readonly string[]

  constructor(reasons: readonly string[], options: ErrorOptions = {}) {
    const list = reasons.map((reason) => `  - ${reason}`).join('\n')
    super(`Nothing was imported, because:\n${list}`, options)
    this.reasons = reasons
  }
}

/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replaceAll(/\s*\n\s*/g, ' ').replace(/\.$/, '')
}
