/**
 * What the later file (ui/cards.tsx) borrows from the app: one copy of Preact and of the panel's own parts, and no third file that
 * both would have to wait for. In the later file the build puts the borrowed ones in place of the imports; see scripts/later-files.mjs.
 */

import { useEffect, useRef, useState } from 'preact/hooks';
import { Fragment, jsx, jsxs } from 'preact/jsx-runtime';
import { isPending } from './thread.ts';
import { clock, useFace } from './ui/face.ts';
import { Icon } from './ui/Icon.tsx';

export const kit = { Fragment, jsx, jsxs, useEffect, useRef, useState, isPending, clock, useFace, Icon };
export type Kit = typeof kit;

/** Hands the kit over; nothing in the later file may be used before. Throws when the two files are of different versions. */
export function lend(_kit: Kit): void {
  // Where nothing was built (unit tests) the imports are what they say.
}
