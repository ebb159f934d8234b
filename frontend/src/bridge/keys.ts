/** The query cache's keys. A window event invalidates by the first word. */
export const keys = {
  start: ['start'] as const,
  keyStore: ['key store'] as const,
  portals: ['portals'] as const,
  portal: (id: string) => ['portals', 'one', id] as const,
  snapshots: (portalId: string) => ['snapshots', portalId] as const,
  history: (portalId: string) => ['snapshots', portalId, 'history'] as const,
  latest: (portalId: string) => ['snapshots', portalId, 'latest'] as const,
  access: (portalId: string) => ['snapshots', portalId, 'access'] as const,
  activity: (portalId: string) => ['activity', portalId] as const,
  recent: ['activity', 'recent', 'all portals'] as const,
  settings: ['settings'] as const,
  autostart: ['settings', 'start at sign-in'] as const,
};
