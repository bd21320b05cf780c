/**
 * The child process behind `image-process.ts`: makes one image smaller after the other. What decodes images from
 * anywhere is no part of the server: it may fall, it may be killed, and its memory goes with it.
 */
import { setPriority } from 'node:os'
import type { ImageOutcome } from './image-process.ts'
import { resize, type Resizing } from './resize.ts'

const NICE = 10

// The server's own work goes first.
setPriority(NICE)
process.on('disconnect', () => process.exit())
process.on('message', (resizing: Resizing) => void serve(resizing))

async function serve(resizing: Resizing): Promise<void> {
  const outcome = await resize(resizing).then(
    (): ImageOutcome => ({ kind: 'made' }),
    (error: unknown): ImageOutcome => ({
      kind: 'failed',
      message: error instanceof Error ? error.message : String(error),
    }),
  )
  process.send?.(outcome)
}
