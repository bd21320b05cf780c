#!/usr/bin/env node
/*
 * The door of the process. Nothing that touches the database is imported before it is known that this Node can:
 * better-sqlite3 does not refuse an older one, it crashes it.
 */
const NODE_API = 10

if (Number(process.versions.napi) < NODE_API) {
  console.error(`Dapur needs Node 22.14 or newer; this is ${process.version}.`)
  process.exit(1)
}

const { runCommand } = await import('./cli/dapur.ts')
await runCommand(process.argv)
