/** Finds what nobody has touched for long, without reading every conversation. */
export const RETENTION = /* sql */ `
CREATE INDEX conversation_touched ON conversation(coalesce(active_at, created_at));
`;
