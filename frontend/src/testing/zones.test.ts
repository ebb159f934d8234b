import { ESLint } from 'eslint';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

// The import zones, asked of the real lint configuration. Files need not exist; only their places count.

let eslint: ESLint;

beforeAll(() => {
  eslint = new ESLint({
    cwd: resolve('.'),
    overrideConfig: { languageOptions: { parserOptions: { projectService: false, project: null } } },
    ruleFilter: ({ ruleId }) => ruleId === 'zones/allowed',
  });
});

async function complaints(file: string, source: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import ${source};\n`, { filePath: resolve('src', file) });
  return (result?.messages ?? []).map((message) => message.message);
}

describe('import zones', () => {
  test.each([
    ['features/home/home-page.tsx', "'../portals/api'", 'features/home must not import features/portals.'],
    ['features/home/home-page.tsx', "'../../app/theme'", 'features/home must not import app.'],
    ['features/home/home-page.tsx', "'../../../wailsjs/go/models'", 'features/home must not import wailsjs.'],
    ['components/page.tsx', "'../features/home/home-page'", 'components must not import features/home.'],
    ['bridge/backend.ts', "'../components/page'", 'bridge must not import components.'],
    ['lib/time.ts', "'../bridge/types'", 'lib must not import bridge.'],
    ['app/app.tsx', "'../testing/window'", 'app must not import testing.'],
    ['hooks/use.ts', "'../lib/time'", 'src/hooks is in no zone; name it in tools/zones.js.'],
  ])('%s may not import %s', async (file, source, want) => {
    expect(await complaints(file, source)).toEqual([want]);
  });

  test.each([
    ['features/home/home-page.tsx', "'../../components/page'"],
    ['features/home/home-page.tsx', "'./first-start'"],
    ['app/router.tsx', "'../features/home/home-page'"],
    ['bridge/contract.ts', "'../../wailsjs/go/models'"],
    ['features/home/home-page.test.tsx', "'../../testing/window'"],
    ['features/home/home-page.tsx', "'react'"],
  ])('%s may import %s', async (file, source) => {
    expect(await complaints(file, source)).toEqual([]);
  });
});
