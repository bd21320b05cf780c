import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TEXTS = /\.(?:html|js|css|svg|json|txt|map)$/
/** Below this many bytes the headers outweigh what is saved. */
const LEAST = 1024

/**
 * Puts a `.br` and a `.gz` beside each text of a built folder that is worth it, as small as can be: the server sends
 * them as they are.
 *
 * @param {string} folder
 */
export function precompress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile()) continue
    if (/\.(?:br|gz)$/.test(entry.name)) rmSync(path)
    else if (TEXTS.test(entry.name)) compress(path)
  }
}

/** @param {string} path */
function compress(path) {
  const plain = readFileSync(path)
  if (plain.length < LEAST) return
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  writeFileSync(`${path}.br`, brotliCompressSync(plain, { params }))
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: constants.Z_BEST_COMPRESSION }))
}
