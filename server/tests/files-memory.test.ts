import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { serveProcess, temporaryDir } from './serve-process.ts'

const OWNER = { DAPUR_SUPERUSER_EMAIL: 'owner@example.com', DAPUR_SUPERUSER_PASSWORD: 'sambal-terasi-9' }
const MIB = 1024 * 1024
const SIZE = 256 * MIB

/** The most memory that a process has had, in bytes. */
function peakOf(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1]) * 1024
}

test.skipIf(process.platform !== 'linux')(
  'F4 a file of 256 MiB goes through in less than 64 MiB of memory',
  async () => {
    const { dir, remove } = await temporaryDir()
    onTestFinished(remove)
    const server = await serveProcess(['--dir', dir], OWNER)
    onTestFinished(async () => void (await server.stop('SIGKILL')))
    const { address, child } = server
    const send = async (path: string, body: object, authorization = '') => {
      const headers = { 'content-type': 'application/json', authorization }
      const reply = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      expect(reply.status).toBe(200)
      return (await reply.json()) as { token: string }
    }
    const identity = { identity: 'owner@example.com', password: 'sambal-terasi-9' }
    const { token } = await send('/api/collections/_superusers/auth-with-password', identity)
    const fields = [{ name: 'film', type: 'file', maxSelect: 1, maxSize: 2 * SIZE }]
    await send('/api/collections', { name: 'films', type: 'base', fields, createRule: '' }, token)
    // What is loaded with the first form, and the buffers that stay for all of them, are no cost of a larger one.
    expect((await upload(address, 64 * MIB)).status).toBe(200)
    const before = peakOf(child.pid ?? 0)
    expect(await upload(address, SIZE)).toMatchObject({ status: 200, text: expect.stringContaining('film') })
    expect((peakOf(child.pid ?? 0) - before) / MIB).toBeLessThan(64)
  },
  120_000,
)

/** Send a form with one file of so many bytes, as fast as it is taken. */
function upload(address: string, size: number): Promise<{ status: number; text: string }> {
  const head = '--b\r\nContent-Disposition: form-data; name="film"; filename="film.bin"\r\n\r\n'
  const tail = '\r\n--b--\r\n'
  const chunk = Buffer.alloc(MIB, 7)
  return new Promise((resolve, reject) => {
    const sent = request(
      `${address}/api/collections/films/records`,
      {
        method: 'POST',
        headers: {
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': head.length + size + tail.length,
        },
      },
      (reply) => {
        let text = ''
        reply.on('data', (part: Buffer) => (text += part.toString()))
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }))
      },
    )
    sent.on('error', reject)
    let left = size
    const pour = (): void => {
      while (left > 0) {
        left -= chunk.length
        if (!sent.write(chunk)) {
          sent.once('drain', pour)
          return
        }
      }
      sent.end(tail)
    }
    sent.write(head)
    pour()
  })
}
