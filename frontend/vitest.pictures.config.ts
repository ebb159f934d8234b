import { defineConfig } from 'vitest/config';
import e2e from './vitest.e2e.config';

// Not tests: they take the pictures of docs/pictures. Kept apart so that the end-to-end run does not change files.
export default defineConfig({ test: { ...e2e.test, include: ['e2e/**/*.pictures.ts'] } });
