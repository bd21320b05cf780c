import { type ConfigFile, defineConfig, on } from 'dapur'

/*
 * What an owner may do to a server by mistake: hooks that throw before, after, and long after a write.
 */
const before = on('record.create', 'orders', async (event, next) => {
  if (String(event.record['text']).startsWith('before')) throw new Error('thrown before the write')
  await next()
})
const after = on('record.create', 'orders', async (event, next) => {
  await next()
  event.afterCommit(() => {
    throw new Error('thrown after the commit')
  })
  if (String(event.record['text']).startsWith('after')) throw new Error('thrown after the write')
})

const config: ConfigFile = defineConfig({
  hooks: [before, after],
  settings: { batch: { enabled: true, maxRequests: 50, timeout: 30 } },
})

export default config
