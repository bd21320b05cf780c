import { defineConfig, type ViteUserConfig } from 'vitest/config'

// Both places: the first is for what Vite transforms, the second for what Node imports on its own.
const conditions = ['source']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['server', 'sdk', 'scripts', 'tests', 'examples', 'admin-ui', 'bench'].map(
      (room) => `${room}/**/*.test.ts`,
    ),
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Native modules (better-sqlite3, argon2) need processes, not worker threads.
    pool: 'forks',
    execArgv: ['--conditions=source'],
    // One more than the processors of a small machine: browsers and servers let a third of the time go by waiting.
    maxWorkers: 3,
    // A process for each file spends four minutes of twelve on loading the same modules. What a test changes it undoes:
    // every app has a folder of its own, and spies are taken away between tests.
    isolate: false,
    restoreMocks: true,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
export default config
