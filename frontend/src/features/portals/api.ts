import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';
import type { PortalForm, PortalRow, PortalView } from '../../bridge/types';

/** One portal with everything known of it. */
export const portalQuery = (id: string) =>
  queryOptions({ queryKey: keys.portal(id), queryFn: () => backend.Portals.Get(id) });

/** Whether the watched certificate of a portal could not be read, or was not for more than a day. */
export const unread = ({ certificate }: PortalRow): boolean =>
  certificate.failedAt !== '' || certificate.stale;

export const emptyForm: PortalForm = {
  name: '',
  url: '',
  organizationName: '',
  organizationUrl: '',
  tenantId: '',
};

/** The form that changes a portal, as it stands now. */
export const formOf = (portal: PortalView): PortalForm => ({
  name: portal.name,
  url: portal.url,
  organizationName: portal.organization,
  organizationUrl: portal.organizationUrl,
  tenantId: portal.tenantId,
});

/** Runs something that answers with the changed portal, and puts the answer where its pages look. */
export function usePortalMutation<Input = void>(run: (input: Input) => Promise<PortalView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (portal) => {
      client.setQueryData(keys.portal(portal.id), portal);
      void client.invalidateQueries({ queryKey: keys.portals, exact: true });
    },
  });
}

/** Which field of a portal's form a refusal is about, as far as its words tell; what it quotes does not count. */
export function fieldOf(message: string): keyof PortalForm | undefined {
  const said = message.replaceAll(/"[^"]*"/g, '');
  const environment = /\b(environment|organization)\b/i.test(said);
  if (/\btenant\b/i.test(said)) return 'tenantId';
  if (/\b(URL|address)\b/i.test(said)) return environment ? 'organizationUrl' : 'url';
  if (/\bname\b/i.test(said)) return environment ? 'organizationName' : 'name';
  return undefined;
}

/** The fields that a portal of an origin cannot do without. */
export function requiredFields(origin: string): (keyof PortalForm)[] {
  if (origin === 'local') return ['name', 'url', 'organizationName'];
  return origin === 'watched' ? ['name', 'url'] : ['name'];
}
