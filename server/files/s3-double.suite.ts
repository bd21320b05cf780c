import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { S3Options } from './s3-client.ts'

/** An S3 service on this machine. */
export interface S3Double {
  readonly options: S3Options
  readonly close: () => Promise<void>
}

/** Start a service with one empty bucket. Its keys are those that `s3rver` knows. */
export async function s3Double(): Promise<S3Double> {
  const directory = await mkdtemp(join(tmpdir(), 's3-'))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'warung', configs: [] }],
  })
  const { port } = await server.run()
  return {
    options: {
      bucket: 'warung',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      accessKey: 'S3RVER',
      secret: 'S3RVER',
      forcePathStyle: true,
    },
    async close() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
