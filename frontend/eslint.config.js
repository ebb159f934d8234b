import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';
import { zonesRule } from './tools/zones.js';

const src = fileURLToPath(new URL('src', import.meta.url));

export default defineConfig(
  globalIgnores(['dist', 'wailsjs', 'node_modules', 'coverage']),
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'e2e/**/*.ts', '*.config.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Click handlers may hand over a promise when the query cache shows its outcome.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { zones: { rules: { allowed: zonesRule } } },
    rules: { 'zones/allowed': ['error', src] },
  },
  { files: ['src/**/*.{ts,tsx}'], ...hooks.configs.flat.recommended },
  {
    // This rule speaks to the React compiler, which these pages do not use.
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    // The twin answers as the Go side does: every method is asynchronous and rejects with a plain object.
    files: ['src/bridge/fake/**'],
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
  { files: ['tools/**', '*.js'], languageOptions: { globals: globals.node } },
);
