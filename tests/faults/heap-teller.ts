import { renameSync, writeFileSync } from 'node:fs'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { queryObjects } from 'node:v8'
import { WebSocket } from 'ws'
import { memoryHeld } from '../../bench/memory-held.ts'

/*
 * Loaded into a server by `heap-of.ts`: answers each signal with how many there were, the bytes that are held on to, and
 * how many sockets and requests that are.
 */
const file = new URL(import.meta.url).searchParams.get('file')
if (file === null) throw new Error('The teller needs a file.')

let signals = 0
process.on('SIGUSR2', () => {
  signals += 1
  const which = signals
  void memoryHeld().then(({ held }) => {
    const counts = [Socket, IncomingMessage, WebSocket].map((kind) => queryObjects(kind, { format: 'count' }))
    const count = counts.reduce((sum, some) => sum + some, 0)
    writeFileSync(`${file}.new`, `${which} ${held} ${count}`)
    renameSync(`${file}.new`, file)
  })
})
