/** Numbers both ends agree on. Sizes are UTF-16 code units unless the name says bytes; durations are milliseconds. */
export const PROTOCOL_VERSION = 1;
export const MAX_MESSAGE_CHARS = 4_000;
export const MAX_COMMENT_CHARS = 2_000;
export const MAX_NAME_CHARS = 120;
export const MAX_EMAIL_CHARS = 254;
export const MAX_URL_CHARS = 1_000;
export const MAX_TITLE_CHARS = 200;
export const MAX_ID_CHARS = 100;
/** One attachment, and how many a message may have. */
export const MAX_FILE_BYTES = 5_000_000;
export const MAX_FILES = 4;
export const MAX_FILE_NAME_CHARS = 120;
/** What a host page tells of its learner with `track()`: events kept, events in one signal, and how large each may be. */
export const MAX_TRACKED = 20;
export const MAX_TRACKED_AT_ONCE = 5;
export const MAX_TRACKED_NAME_CHARS = 60;
export const MAX_TRACKED_PROPS = 8;
export const MAX_TRACKED_KEY_CHARS = 40;
export const MAX_TRACKED_VALUE_CHARS = 100;
/** A signed identity (JWT) as it travels. */
export const MAX_IDENTITY_CHARS = 4_096;
/** A hole in the sequence is given this long to close by itself before the client syncs. */
export const GAP_SYNC_MS = 250;
export const HEAD_BEACON_MS = 10_000;
/** Closed set of reasons a learner may tick beside the stars. */
export const RATING_REASONS = ['fast', 'clear', 'friendly', 'solved', 'slow', 'unclear', 'unfriendly', 'not-solved'] as const;
