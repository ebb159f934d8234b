/** The present of every test: Monday, 18 January 2027, noon in UTC. */
export const now = Date.UTC(2027, 0, 18, 12, 0, 0);
