import { defineConfig } from 'vitest/config';
import e2e from './vitest.e2e.config';

// Not tests: they measure frames, which asserts nothing and needs a quiet machine.
export default defineConfig({ test: { ...e2e.test, include: ['e2e/**/*.frames.ts'] } });
