import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const id = (kind: number, n: number) =>
  `e2e00000-${String(kind).padStart(4, '0')}-4000-8000-${String(n).padStart(12, '0')}`;

/** Writes a small exported site of our own making and returns its folder. */
export function writeSite(folder: string): string {
  const root = join(folder, 'adventure-site');
  const files: Record<string, string> = {
    '.portalconfig/websitebinding.yml': `- adx_sitename: adventure.example\n  adx_websitebindingid: ${id(9, 1)}\n`,
    'website.yml': `adx_name: Adventure Works Help\nadx_websiteid: ${id(0, 1)}\n`,
    'webrole.yml': [
      `- adx_anonymoususersrole: true\n  adx_name: Anonymous Users\n  adx_webroleid: ${id(1, 1)}`,
      `- adx_authenticatedusersrole: true\n  adx_name: Members\n  adx_webroleid: ${id(1, 2)}`,
      '',
    ].join('\n'),
    'table-permissions/My-requests.tablepermission.yml': [
      'adx_append: false',
      'adx_contactrelationship: adventure_request_owner',
      'adx_entitylogicalname: adventure_request',
      'adx_entityname: My requests',
      'adx_entitypermission_webrole:',
      `- ${id(1, 2)}`,
      `- ${id(1, 77)}`,
      `adx_entitypermissionid: ${id(2, 1)}`,
      'adx_read: true',
      'adx_scope: 756150001',
      'adx_write: true',
      '',
    ].join('\n'),
    'sitesetting.yml': [
      `- adx_name: Authentication/OpenAuth/Contoso/ClientSecret\n  adx_sitesettingid: ${id(3, 1)}\n  adx_value: canary-4711`,
      `- adx_name: Search/Enabled\n  adx_sitesettingid: ${id(3, 2)}\n  adx_value: true`,
      '',
    ].join('\n'),
    'websiteaccess.yml': 'adx_name: [broken\n',
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return root;
}
