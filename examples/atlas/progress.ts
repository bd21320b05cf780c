import { styleText } from 'node:util'

/** Tells how far something is. */
export interface Progress {
  /** One more is done. */
  step(): void
}

const WIDTH = 32

/**
 * A bar that grows in place on a terminal; anywhere else a line for every fifth of the way.
 *
 * @example const progress = showProgress('countries', 250); progress.step()
 */
export function showProgress(title: string, total: number): Progress {
  let done = 0
  const isTerminal = process.stdout.isTTY
  return {
    step() {
      done += 1
      if (isTerminal) process.stdout.write(`\r${bar(title, done, total)}${done === total ? '\n' : ''}`)
      else if (done === total || done % Math.ceil(total / 5) === 0) console.log(`  ${title} ${done}/${total}`)
    },
  }
}

function bar(title: string, done: number, total: number): string {
  const full = Math.round((done / total) * WIDTH)
  const line = styleText('cyan', '━'.repeat(full)) + styleText('dim', '─'.repeat(WIDTH - full))
  return `  ${title.padEnd(10)} ${line} ${String(done).padStart(String(total).length)}/${total}`
}
