// Who may import whom inside src, as an ESLint rule. The zones come from the folder listing, so a new feature is
// covered on its first day:
//   app → features → bridge, components, lib     components → bridge, lib     bridge → lib     lib → nothing
// Features do not import each other; only bridge imports wailsjs; testing may import everything, and only tests it.
import { readdirSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

const ground = ['bridge', 'components', 'lib'];

/** Which areas each area of src may import, itself included. */
export function zones(src) {
  const features = readdirSync(resolve(src, 'features'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `features/${entry.name}`);
  const allowed = {
    app: ['app', ...features, ...ground],
    components: ['components', 'bridge', 'lib'],
    bridge: ['bridge', 'lib', 'wailsjs'],
    lib: ['lib'],
    testing: ['testing', 'app', ...features, ...ground],
    '.': ['.', 'app', 'bridge'],
  };
  for (const feature of features) allowed[feature] = [feature, ...ground];
  return allowed;
}

/** The area a file lies in: "lib", "features/home", "." for files directly in src, null outside of src. */
export function areaOf(src, file) {
  const inside = relative(src, file).split(sep);
  if (inside[0] === '..') return inside[1] === 'wailsjs' ? 'wailsjs' : null;
  if (inside.length === 1) return '.';
  return inside[0] === 'features' ? `features/${inside[1]}` : inside[0];
}

const isTest = (file) => /\.test\.tsx?$/.test(file);

/** The rule; its only option is the path of src. */
export const zonesRule = {
  meta: { type: 'problem', schema: [{ type: 'string' }] },
  create(context) {
    const [src] = context.options;
    const from = areaOf(src, context.filename);
    const allowed = from === null ? undefined : zones(src)[from];
    const check = (source) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.') || from === null) return;
      const to = areaOf(src, resolve(dirname(context.filename), source.value));
      if (to === null || (isTest(context.filename) && ['testing', 'app'].includes(to))) return;
      if (!allowed) {
        context.report({ node: source, message: `src/${from} is in no zone; name it in tools/zones.js.` });
      } else if (!allowed.includes(to)) {
        context.report({ node: source, message: `${from} must not import ${to}.` });
      }
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.argument?.literal ?? node.source),
    };
  },
};
