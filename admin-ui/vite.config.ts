import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

/**
 * What the first page needs, in two files instead of some fifty: packages, which change seldom, and the shell. Pages
 * and editors stay files of their own, loaded when they are opened.
 */
const firstLoad = [
  { name: 'vendor', test: /[\\/]node_modules[\\/]/, tags: ['$initial' as const], priority: 2 },
  { name: 'shell', tags: ['$initial' as const], priority: 1 },
]

export default defineConfig({
  base: '/_/',
  plugins: [react(), tailwindcss()],
  // The SDK is built from its source, so that the UI needs no build of it first.
  // The server puts a new one in its place with every page that it sends: only what carries it is run.
  html: { cspNonce: '{{nonce}}' },
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    // The server's policy allows only files of its own: nothing may become a data: URL or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    // Minified bytes; the budget that counts is 250 KB gzipped, and a test keeps it.
    chunkSizeWarningLimit: 800,
    rolldownOptions: { output: { codeSplitting: { groups: firstLoad } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8090' } },
})
