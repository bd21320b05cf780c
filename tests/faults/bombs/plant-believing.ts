import { type ChildProcess, fork, type ForkOptions } from 'node:child_process'
import { createRequire, syncBuiltinESMExports } from 'node:module'

/*
 * The fault that a control plants, loaded by a server before anything else: its process for images believes that no
 * image takes more memory than one pixel, and so opens every one.
 */
const require = createRequire(import.meta.url)

if (process.argv[1]?.includes('image-child')) await believe()
else passOn()

async function believe(): Promise<void> {
  const { default: sharp } = await import('sharp')
  const real: unknown = Reflect.get(sharp, 'prototype')
  if (typeof real !== 'object' || real === null) throw new Error('sharp is another one than it was')
  const onePixel = { width: 1, height: 1, channels: 1, depth: 'uchar', format: 'png' }
  Reflect.set(real, 'metadata', () => Promise.resolve(onePixel))
}

function passOn(): void {
  // What is imported is soon the one that calls it.
  const real = fork
  const patched = (path: string, options: ForkOptions): ChildProcess => {
    const more = path.includes('image-child') ? ['--import', import.meta.url] : []
    return real(path, { ...options, execArgv: [...(options.execArgv ?? []), ...more] })
  }
  const module: unknown = require('node:child_process')
  if (typeof module !== 'object' || module === null) throw new Error('there is no such module')
  Reflect.set(module, 'fork', patched)
  syncBuiltinESMExports()
}
