import type { Clock } from '../base/clock.ts'
import type { ImportProgress } from '../ops/import-pocketbase.ts'
import { progressView, type ProgressView } from './progress.ts'

/** Shows how far an import is. */
export function importProgress(clock: Clock): Promise<ProgressView<ImportProgress>> {
  return progressView({ clock, title: 'Reading the source', sentence })
}

function sentence({ collection, read, done, total }: ImportProgress): string {
  const [here, all, of] = [read, done, total].map((value) => value.toLocaleString('en-US'))
  return `${collection}: ${here} records (${all} of ${of})`
}
