import type { CertificateForm, CertificateView, InspectionView, PortalView } from '../types';
import { fault } from './fault';
import { guid, key } from './portals';
import { records, site, snapshot } from './site';

/** The summaries of the activity log. */
export const summaries: Record<string, string> = {
  'portal.provisioned': 'Created the local portal and its authentication key.',
  'portal.watched': 'Started watching the portal and its certificate.',
  'portal.changed': 'Changed the portal’s details.',
  'portal.retired': 'Retired the portal.',
  'portal.restored': 'Restored the portal.',
  'portal.removed': 'Removed the portal for good.',
  'owner.added': 'Added an owner of the application.',
  'owner.removed': 'Removed an owner of the application.',
  'key.imported': 'Imported a certificate as authentication key.',
  'site.imported': 'Imported the site from a folder.',
  'key.update.started': 'Started the update of the authentication key.',
  'key.update.retried': 'Started the update of the authentication key again.',
  'key.update.succeeded': 'Updated the authentication key.',
  'key.update.failed': 'The update of the authentication key failed.',
  'key.update.cancelled': 'Cancelled the update of the authentication key.',
  'key.update.abandoned': 'Gave up waiting for the update of the authentication key.',
  'settings.changed': 'Changed the settings.',
};

/** What a certificate file holds. The name decides: "broken" holds none, "old" has expired, PFX wants a password, and one without an ending is a folder. */
export function certificateIn(form: CertificateForm, now: number): CertificateView {
  const last = form.name || (form.path.split(/[\\/]/).pop() ?? '');
  const folder = form.path !== '' && !last.includes('.');
  const name = folder ? 'newest.cer' : last;
  if (/broken/i.test(name)) {
    throw fault('invalid', 'The file holds no certificate.', {
      hint: 'Choose a file that ends in .cer, .crt, .pem, .der, .pfx or .p12.',
      file: form.path,
    });
  }
  if (/\.(pfx|p12)$/i.test(name) && form.password === '') {
    throw fault('invalid', 'The file is protected with a password.', {
      hint: 'Enter the password of the file.',
      file: form.path,
    });
  }
  const read = key(77, /old/i.test(name) ? -12.1 : 200.2, now, 'certificate-file');
  return {
    name,
    subject: 'CN=grants.wideworld.example',
    issuer: 'CN=Wide World Issuing CA',
    thumbprint: read.thumbprint,
    validFrom: read.validFrom,
    expires: read.expires,
    state: read.state,
    sentence: read.sentence,
    hasPrivate: /\.(pfx|p12)$/i.test(name),
    warnings: read.state === 'expired' ? ['The certificate has expired already.'] : [],
    watches: form.path === '' || form.password !== '' ? '' : folder ? 'folder' : 'file',
  };
}

/** What is at a path, which decides: "nothing" holds no site, "web-pages" lies in one, "two" holds two, ".gatehouse" is a snapshot file. */
export function inspectionOf(path: string, portals: readonly PortalView[], now: number): InspectionView {
  if (path.trim() === '' || /nothing/i.test(path)) {
    throw fault('invalid', 'The folder holds no exported site.', {
      hint: 'Choose the folder that "pac pages download" wrote; it holds website.yml.',
      file: path,
    });
  }
  if (/\/web-pages$/i.test(path)) {
    const near = path.replace(/\/web-pages$/i, '');
    throw fault('invalid', `"${path}" holds no site that Gatehouse can read.`, {
      hint: `The nearest site is in "${near}"; open that folder.`,
      file: path,
      instead: near,
    });
  }
  const row = snapshot(guid(2), now, 10);
  const known = portals.find((p) => p.websiteId === guid(2, 5));
  const one = {
    root: '.',
    name: 'Contoso Customer Service',
    websiteId: guid(2, 5),
    format: 'cli-folder',
    dataModel: 'standard',
    counts: row.counts,
    files: row.files,
    records,
    problems: site(guid(2), now).problems,
    portalId: known?.id ?? '',
    portalName: known?.name ?? '',
    takenAt: path.endsWith('.gatehouse') ? new Date(now - 30 * 86_400_000).toISOString() : '',
    snapshotName: path.endsWith('.gatehouse') ? 'Before go-live' : '',
  };
  const two = {
    ...one,
    root: 'second-site',
    name: 'Contoso Careers',
    websiteId: guid(55, 5),
    problems: [],
  };
  return { path, sites: /two/i.test(path) ? [one, { ...two, portalId: '', portalName: '' }] : [one] };
}
