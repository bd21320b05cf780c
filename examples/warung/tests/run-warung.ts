import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryDir } from '../../../server/tests/serve-process.ts'

/** `npm run warung` on a fresh clone, but for where it keeps its data and on which port. */
export interface RunningWarung {
  /** All that it printed until it was open. */
  readonly output: string
  /** Without a slash at the end. */
  readonly address: string
  stop(): Promise<number | null>
}

/** Errors: an Error with what it printed, when it ends before it is open. */
export async function runWarung(): Promise<RunningWarung> {
  const { dir } = await temporaryDir()
  const script = join(import.meta.dirname, '../start.ts')
  const child = spawn(process.execPath, ['--conditions=source', script, '--dir', dir, '--port', '0'], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = await untilOpen(child)
  const [, address = ''] = /guests\s+(http:\/\/[^/\s]+)/.exec(output) ?? []
  return {
    output,
    address,
    async stop() {
      const exit = once(child, 'exit')
      child.kill()
      await exit
      await rm(dir, { recursive: true, force: true })
      return child.exitCode
    },
  }
}

function untilOpen(child: ChildProcess): Promise<string> {
  let output = ''
  return new Promise((resolve, reject) => {
    const add = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes('Where the total is computed')) resolve(output)
    }
    child.stdout?.on('data', add)
    child.stderr?.on('data', add)
    child.once('exit', (code) => reject(new Error(`The warung ended with ${code}:\n${output}`)))
  })
}
