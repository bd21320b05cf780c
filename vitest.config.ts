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
    // A third saves nothing on two processors, and makes what is measured in them noisy.
    maxWorkers: 2,
    // A process for each file spends four minutes of twelve on loading the same modules. What a test changes it undoes:
    // every app has a folder of its own, and spies are taken away between tests.
    isolate: false,
    restoreMocks: true,
    testTimeout: 20_000,
    // What comes by itself comes later on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 30_000,
  },
})
export default config
