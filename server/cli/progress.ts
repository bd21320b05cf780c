import type { Clock } from '../base/clock.ts'

/** How far a work is. */
interface Progress {
  readonly done: number
  readonly total: number
}

/** Shows how far a work is, on standard error. */
export interface ProgressView<State> {
  readonly show: (state: State) => void
  readonly stop: (message: string) => void
}

/** What a view has to say. */
export interface ProgressOptions<State> {
  readonly clock: Clock
  readonly title: string
  readonly sentence: (state: State) => string
}

/**
 * A bar on a terminal, elsewhere a line at most once a second.
 *
 * @example const view = await progressView({ clock, title: 'Moving files', sentence: ({ done }) => `${done} files` })
 */
export async function progressView<State extends Progress>(
  options: ProgressOptions<State>,
): Promise<ProgressView<State>> {
  return process.stderr.isTTY ? await bar(options) : lines(options)
}

const STEPS = 1000

async function bar<State extends Progress>({
  title,
  sentence,
}: ProgressOptions<State>): Promise<ProgressView<State>> {
  // Only a terminal needs it.
  const { progress } = await import('@clack/prompts')
  const view = progress({ max: STEPS, output: process.stderr })
  let at = 0
  view.start(title)
  // It reads keys by itself and would end the process at Ctrl-C; as a signal it lets the work be undone first.
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

function lines<State>({ clock, sentence }: ProgressOptions<State>): ProgressView<State> {
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
