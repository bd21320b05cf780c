import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import { constants } from 'node:os'

const PARENT_WATCH_MS = 500

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program with our own standard streams and waits for it. A terminal signals the whole
 * group, but a supervisor or `kill` signals only us, so signals are passed on.
 *
 * @param {string} file an executable; its folder comes first in the child's PATH
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} options
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export function runChild(file, args, { cwd, env = {} }) {
  const path = dirname(file) + delimiter + (process.env.PATH ?? '')
  const child = spawn(file, args, { cwd, stdio: 'inherit', env: { ...process.env, PATH: path, ...env } })
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => void child.kill(signal)
  for (const signal of signals) process.on(signal, passOn)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, passOn)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/** Sends ourselves SIGTERM when our parent is gone, so that no server is left on the port. */
export function stopWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, PARENT_WATCH_MS)
  watch.unref()
}
