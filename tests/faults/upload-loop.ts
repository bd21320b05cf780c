import { request } from 'node:http'
import { asSuperuser } from './as-superuser.ts'
import { watchMemory } from './process-memory.ts'
import { startServer } from './server-process.ts'

export interface UploadOptions {
  readonly dir: string
  readonly bytes: number
  /** A module that the server loads first: the fault that a control plants. */
  readonly plant?: URL
}

export interface UploadResult {
  readonly status: number
  /** Bytes by which the server had more memory at one time than before. */
  readonly grown: number
  readonly ms: number
}

const MIB = 1024 * 1024

/**
 * Send one file to a server that has just been started, as fast as it is taken, and watch its memory.
 *
 * @example const { grown } = await runUpload({ dir, bytes: 1024 ** 3 })
 */
export async function runUpload({ dir, bytes, plant }: UploadOptions): Promise<UploadResult> {
  const server = await startServer({ dir, nodeFlags: plant ? ['--import', plant.href] : [] })
  try {
    await createFilms(server.url, bytes)
    const memory = watchMemory(server.pid)
    const before = memory.now()
    const began = performance.now()
    const status = await upload(server.url, bytes)
    return { status, grown: memory.stop() - before, ms: performance.now() - began }
  } finally {
    await server.kill()
  }
}

async function createFilms(url: string, maxSize: number): Promise<void> {
  const { call } = await asSuperuser(url)
  const fields = [{ name: 'film', type: 'file', maxSelect: 1, maxSize }]
  await call('POST', '/api/collections', { name: 'films', type: 'base', fields, createRule: '' })
}

function upload(url: string, bytes: number): Promise<number> {
  const head = '--b\r\nContent-Disposition: form-data; name="film"; filename="film.bin"\r\n\r\n'
  const tail = '\r\n--b--\r\n'
  const headers = {
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': head.length + bytes + tail.length,
  }
  const chunk = Buffer.alloc(MIB, 7)
  return new Promise((resolve, reject) => {
    const address = `${url}/api/collections/films/records`
    const sent = request(address, { method: 'POST', headers }, (reply) => {
      reply.resume()
      reply.on('end', () => resolve(reply.statusCode ?? 0))
    })
    sent.on('error', reject)
    let left = bytes
    const pour = (): void => {
      while (left > 0) {
        const piece = chunk.subarray(0, left)
        left -= piece.length
        if (!sent.write(piece)) return void sent.once('drain', pour)
      }
      sent.end(tail)
    }
    sent.write(head)
    pour()
  })
}
