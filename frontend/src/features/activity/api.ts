import { infiniteQueryOptions } from '@tanstack/react-query';
import { backend } from '../../bridge/backend';
import { keys } from '../../bridge/keys';

const pageSize = 100;

/** The activity log, newest first, page by page. `portalId` "" means all portals. */
export const activityQuery = (portalId: string) =>
  infiniteQueryOptions({
    queryKey: keys.activity(portalId),
    queryFn: ({ pageParam }) => backend.Activity.List({ portalId, before: pageParam, limit: pageSize }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.more ? last.entries.at(-1)?.sequence : undefined),
  });
