/** What is known of one request, or what the server said about itself (contract services.md §6.1). */
export interface LogEntry {
  readonly id: string
  readonly created: string
  readonly level: number
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
}
