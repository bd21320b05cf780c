import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

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
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8090' } },
})
