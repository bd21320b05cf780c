import type { Clock } from '../base/clock.ts'
import type { ImportProgress } from '../ops/import-pocketbase.ts'

/** Shows how far an import is, on standard error. */
export interface ProgressView {
  readonly show: (progress: ImportProgress) => void
  readonly stop: (message: string) => void
}

/** A bar on a terminal, elsewhere a line at most once a second. */
export async function progressView(clock: Clock): Promise<ProgressView> {
  return process.stderr.isTTY ? await bar() : lines(clock)
}

const STEPS = 1000

async function bar(): Promise<ProgressView> {
  // Only a terminal needs it.
  const { progress } = await import('@clack/prompts')
  const view = progress({ max: STEPS, output: process.stderr })
  let at = 0
  view.start('Reading the source')
  // It reads keys by itself and would end the process at Ctrl-C; as a signal it lets the import be undone first.
  if (process.stdin.isTTY) process.stdin.setRawMode(false)
  return {
    show(state) {
      const next = Math.floor((state.done / Math.max(state.total, 1)) * STEPS)
      view.advance(next - at, sentence(state))
      at = next
    },
    stop: (message) => view.stop(message),
  }
}

function lines(clock: Clock): ProgressView {
  let last = clock.steady() - 1000
  return {
    show(state) {
      if (clock.steady() - last < 1000) return
      last = clock.steady()
      console.error(sentence(state))
    },
    stop: (message) => console.error(message),
  }
}

function sentence({ collection, read, done, total }: ImportProgress): string {
  const [here, all, of] = [read, done, total].map((value) => value.toLocaleString('en-US'))
  return `${collection}: ${here} records (${all} of ${of})`
}
