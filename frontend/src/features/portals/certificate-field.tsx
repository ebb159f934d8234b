import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { backend } from '../../bridge/backend';
import { backendError } from '../../bridge/error';
import type { CertificateForm, CertificateView } from '../../bridge/types';
import { Fact, Facts } from '../../components/card';
import { CertificateIcon } from '../../components/icons';
import { KeyBadge } from '../../components/key-badge';
import { Moment } from '../../components/moment';
import { ErrorNotice, Notice } from '../../components/notice';
import { fileName, grouped } from '../../lib/text';

const accepted = '.cer,.crt,.pem,.der,.pfx,.p12';

const useStyles = makeStyles({
  all: { display: 'grid', gap: tokens.spacingVerticalM },
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  path: { flex: '1 1 16rem' },
  file: { display: 'none' },
  preview: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

const none: CertificateForm = { path: '', name: '', content: '', password: '' };

/** A certificate that was read and may be imported. */
export interface ReadCertificate {
  form: CertificateForm;
  view: CertificateView;
}

/**
 * Chooses a certificate file, or a folder with such files, by path, system dialog or upload, and shows what it holds
 * before anything is done.
 */
export function CertificateField({
  firstPath = '',
  onRead,
}: {
  firstPath?: string;
  onRead: (read: ReadCertificate | null) => void;
}) {
  const styles = useStyles();
  const upload = useRef<HTMLInputElement>(null);
  const passwordHint = useId();
  const [form, setForm] = useState({ ...none, path: firstPath });
  const read = useMutation({
    mutationFn: (asked: CertificateForm) => backend.Portals.ReadCertificate(asked),
    onSuccess: (view, asked) => {
      onRead({ form: asked, view });
    },
  });
  const { mutate, reset } = read;

  const change = (next: CertificateForm) => {
    setForm(next);
    reset();
    onRead(null);
  };
  const ask = (next: CertificateForm) => {
    change(next);
    mutate(next);
  };
  useEffect(() => {
    if (firstPath !== '') mutate({ ...none, path: firstPath });
  }, [firstPath, mutate]);

  const chosen = form.path !== '' || form.content !== '';
  const protectedFile = /\.(pfx|p12)$/i.test(form.path || form.name);
  const asksPassword = protectedFile || /password/i.test(read.error?.message ?? '');
  return (
    <div className={styles.all}>
      <Field
        label="Certificate file"
        hint="PEM, DER, CER, CRT, PFX or P12, or a folder with such files. The private part is not needed to watch a key."
      >
        <Input
          className={styles.path}
          spellCheck={false}
          autoComplete="off"
          placeholder="Path of the file or folder"
          value={form.content ? form.name : form.path}
          contentBefore={<CertificateIcon />}
          onChange={(_, { value }) => {
            change({ ...none, path: value, password: form.password });
          }}
        />
      </Field>
      <div className={styles.line}>
        <Button
          onClick={() => {
            void backend.Shell.ChooseCertificate().then((path) => {
              if (path !== '') ask({ ...none, path });
            });
          }}
        >
          Browse…
        </Button>
        <Button
          onClick={() => {
            void backend.Shell.ChooseFolder('Choose a folder with certificates').then((path) => {
              if (path !== '') ask({ ...none, path });
            });
          }}
        >
          Choose folder…
        </Button>
        <Button onClick={() => upload.current?.click()}>Upload a copy…</Button>
        <input
          ref={upload}
          type="file"
          accept={accepted}
          aria-label="Upload a certificate"
          tabIndex={-1}
          className={styles.file}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (!file) return;
            void base64(file).then((content) => {
              ask({ ...none, name: file.name, content });
            });
          }}
        />
        <Button
          disabled={!chosen}
          onClick={() => {
            mutate(form);
          }}
        >
          {read.isPending ? 'Reading' : 'Read certificate'}
        </Button>
      </div>
      {asksPassword && (
        <Field
          label="Password of the file"
          hint={{ children: 'Used once to open the file; it is not kept.', id: passwordHint }}
        >
          <Input
            type="password"
            autoComplete="off"
            value={form.password}
            onChange={(_, { value }) => {
              change({ ...form, password: value });
            }}
          />
        </Field>
      )}
      {read.error && <CertificateTrouble error={read.error} />}
      {read.data && <Preview view={read.data} />}
    </div>
  );
}

/** A missing password is no failure of the person, so it is asked for calmly. */
function CertificateTrouble({ error }: { error: unknown }): ReactNode {
  const fault = backendError(error);
  if (fault.code === 'invalid' && /protected\b.*\bpassword/i.test(fault.message)) {
    return (
      <Notice intent="info" title={fault.message}>
        {fault.hint}
      </Notice>
    );
  }
  return <ErrorNotice error={error} />;
}

function Preview({ view }: { view: CertificateView }) {
  const styles = useStyles();
  return (
    <section aria-label="Certificate" className={styles.preview}>
      <div className={styles.head}>
        <Text weight="semibold">{view.name || fileName(view.subject)}</Text>
        <KeyBadge state={view.state} />
      </div>
      {view.warnings.map((warning) => (
        <Notice key={warning} intent="warning" title={warning} />
      ))}
      <Facts>
        <Fact name="Subject">{view.subject}</Fact>
        <Fact name="Issuer">{view.issuer}</Fact>
        <Fact name="Thumbprint">
          <span className={styles.mono}>{grouped(view.thumbprint)}</span>
        </Fact>
        <Fact name="Valid from">
          <Moment value={view.validFrom} form="exact" />
        </Fact>
        <Fact name="Expires">
          <Moment value={view.expires} />
        </Fact>
        <Fact name="Private part">
          {view.hasPrivate ? 'In the file; it goes to the key store' : 'Not in the file'}
        </Fact>
        <Fact name="From now on">{watching(view.watches)}</Fact>
      </Facts>
    </section>
  );
}

/** What becomes of a certificate once it is imported. */
function watching(watches: string): string {
  switch (watches) {
    case 'file':
      return 'The file is watched: put the certificate of the next key in its place';
    case 'folder':
      return 'The folder is watched: put the certificate of the next key into it; the one that starts last counts';
    default:
      return 'Not read again: import the certificate of the next key when it is there';
  }
}

/** The content of a file in standard base64. */
async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
