import { useQuery } from '@tanstack/react-query';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { connectionQuery } from './api';

/** Whether a local portal is signed in to its organization with its key, or why it is not. */
export function ConnectionNotice({ portalId }: { portalId: string }) {
  const { data } = useQuery(connectionQuery(portalId));
  switch (data?.state) {
    case 'signed-in':
      if (data.hint !== '') {
        return (
          <Notice intent="warning" title={data.sentence}>
            {data.hint}
          </Notice>
        );
      }
      return (
        <Notice intent="success" title="The portal is signed in to its organization.">
          With the key {data.thumbprint}, since <Moment value={data.since} form="exact" />.
        </Notice>
      );
    case 'refused':
    case 'no-key':
      return (
        <Notice intent="error" title={data.sentence}>
          {data.hint} The portal is out of service.
        </Notice>
      );
    case 'silent':
      return (
        <Notice intent="warning" title={data.sentence}>
          {data.hint}
        </Notice>
      );
    default:
      return null; // it is starting or does not run; or it is hosted elsewhere, where nobody here can tell
  }
}
