import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The package, as seen from the sources and from what is built of them. */
const PLACES = ['../../package.json', '../../../package.json']
const schema = z.object({ name: z.literal('dapur'), version: z.string() })

/**
 * The version of this Dapur, with what it runs on.
 *
 * @example versionText() // 'dapur 0.1.0, Node v24.21.0, linux x64'
 */
export function versionText(): string {
  const { version, platform, arch } = process
  return `dapur ${packageVersion()}, Node ${version}, ${platform} ${arch}`
}

function packageVersion(): string {
  for (const place of PLACES) {
    const found = schema.safeParse(readJson(new URL(place, import.meta.url)))
    if (found.success) return found.data.version
  }
  throw new Error('the package.json of dapur is missing: install it anew')
}

function readJson(url: URL): unknown {
  try {
    return JSON.parse(readFileSync(url, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
