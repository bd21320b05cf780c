import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  // The SDK is built from its source here; an app of yours takes it from npm and needs no such line.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { target: 'es2023' },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8090', ws: true } } },
})
