import type { Clock } from '../base/clock.ts'
import type { BackupProgress, Tell } from '../ops/backups/progress.ts'

/** Shows how far a backup or a restore is, on standard error. */
export interface BackupView {
  readonly tell: Tell
  readonly stop: (message: string) => void
}

/** A spinner on a terminal, elsewhere a line at most once a second. */
export async function backupView(clock: Clock): Promise<BackupView> {
  return process.stderr.isTTY ? await spinning() : lines(clock)
}

async function spinning(): Promise<BackupView> {
  // Only a terminal needs it.
  const { spinner } = await import('@clack/prompts')
  const view = spinner({ output: process.stderr })
  view.start('Opening')
  // It reads keys by itself and would end the process at Ctrl-C; as a signal it lets the work be undone first.
  if (process.stdin.isTTY) process.stdin.setRawMode(false)
  return { tell: (progress) => view.message(sentence(progress)), stop: (message) => view.stop(message) }
}

function lines(clock: Clock): BackupView {
  let last = clock.steady() - 1000
  return {
    tell(progress) {
      if (clock.steady() - last < 1000) return
      last = clock.steady()
      console.error(sentence(progress))
    },
    stop: (message) => console.error(message),
  }
}

const words: Readonly<Record<BackupProgress['phase'], string>> = {
  snapshot: 'Copying the databases',
  files: 'Packing files',
  verify: 'Verifying',
  unpack: 'Unpacking',
  exchange: 'Putting the data in place',
}

function sentence({ phase, done, total }: BackupProgress): string {
  if (phase === 'snapshot' || phase === 'exchange') return words[phase]
  const count = done.toLocaleString('en-US')
  return `${words[phase]}: ${total === undefined ? count : `${count} of ${total.toLocaleString('en-US')}`}`
}
