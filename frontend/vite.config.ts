import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The pages are served from the program itself, never from a network, so a few larger files beat many small ones.
export default defineConfig({
  plugins: [react()],
  base: './',
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: 0,
  },
  server: { port: 34116, strictPort: true },
  test: {
    globals: true,
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    env: { TZ: 'Europe/Berlin' },
    testTimeout: 20_000,
  },
});
