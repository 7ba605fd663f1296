/**
 * What late files borrow from the app: one copy of Preact and of the panel's own parts, and no third file that both would have to
 * wait for. In a late file the build puts the borrowed ones in place of the imports; see scripts/later-files.mjs.
 */
import { Fragment, options } from 'preact';
import { jsx, jsxs } from 'preact/jsx-runtime';
import { isPending } from './session.ts';
import { useFace } from './ui/face.ts';
import { Icon } from './ui/Icon.tsx';
import { QuickReplies } from './ui/QuickReplies.tsx';

/** An open panel needs no hooks: they come with ui/cards.tsx, which lends them on to the other late files. */
export const kit = { Fragment, options, jsx, jsxs, isPending, useFace, Icon, QuickReplies };
export type Kit = typeof kit;

/** Hands the kit over; nothing in the late file may be used before. Throws when the two files are of different versions. */
export function lend(_kit: Kit): void {
  // Where nothing was built (unit tests) the imports are what they say.
}
