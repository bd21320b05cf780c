/** The levels by name, from the quietest on. */
export const logLevels = { debug: -4, info: 0, warning: 4, error: 8 } as const

export type LogLevel = keyof typeof logLevels

const names: readonly LogLevel[] = ['debug', 'info', 'warning', 'error']

/** The name of the level that a number belongs to: the highest one that it reaches. */
export function levelOf(level: number): LogLevel {
  return names.findLast((name) => level >= logLevels[name]) ?? 'debug'
}
