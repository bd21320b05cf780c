#!/usr/bin/env node
/*
 * The door of the process. Nothing that touches the database is imported before it is known that this Node can:
 * better-sqlite3 does not refuse an older one, it crashes it.
 */
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

const NODE_API = 10

if (Number(process.versions.napi) < NODE_API) {
  console.error(`Dapur needs Node 22.14 or newer; this is ${process.version}.`)
  process.exit(1)
}

/*
 * What was compiled once is not compiled again at the next start, which halves its work. Kept beside the packages, where
 * nobody else writes as in a temporary folder; where we may not write either, nothing is kept.
 */
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/dapur', import.meta.url)))

const { runCommand } = await import('./cli/dapur.ts')
await runCommand(process.argv)
