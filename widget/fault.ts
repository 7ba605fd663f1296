/** What went wrong, for the page and for the people who run the site: learners read words of ours, these read the server's. */
import type { Refusal } from '#protocol/refusals.ts';
import type { Announcement } from './announce.ts';

export function faultOf(refusal: Refusal): Announcement {
  if (refusal.detail) console.warn(`Handraise: ${refusal.code}: ${refusal.detail}`);
  return ['error', refusal];
}
