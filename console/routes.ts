/** Hash routes: reload, the back button and a middle click work, and nothing of them reaches the server. */
import type { InboxFolder } from '#protocol/agents.ts';

export const FOLDERS: readonly InboxFolder[] = ['waiting', 'mine', 'all', 'closed'];

export type Route =
  | { readonly page: 'inbox'; readonly folder: InboxFolder; readonly conversation: string | null; readonly details: boolean }
  | { readonly page: 'figures'; readonly from: string | null; readonly to: string | null }
  | { readonly page: 'canned' | 'teach' | 'agents' | 'account' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Anything unknown leads to the waiting folder; never throws. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, second, third, fourth] = path.split('/');
  if (page === 'figures') {
    const params = new URLSearchParams(query);
    const day = (name: string) => {
      const value = params.get(name) ?? '';
      return DAY.test(value) ? value : null;
    };
    return { page, from: day('from'), to: day('to') };
  }
  if (page === 'canned' || page === 'teach' || page === 'agents' || page === 'account') return { page };
  const folder = FOLDERS.find((name) => name === second) ?? 'waiting';
  const conversation = third ? decode(third) : null;
  return { page: 'inbox', folder, conversation, details: conversation !== null && fourth === 'details' };
}

export function hashOf(route: Route): string {
  if (route.page === 'inbox') {
    const thread = route.conversation === null ? '' : `/${encodeURIComponent(route.conversation)}`;
    return `#/inbox/${route.folder}${thread}${route.details ? '/details' : ''}`;
  }
  if (route.page !== 'figures') return `#/${route.page}`;
  const query = route.from && route.to ? `?from=${route.from}&to=${route.to}` : '';
  return `#/figures${query}`;
}

export function go(route: Route): void {
  location.hash = hashOf(route);
}

/** Hash of one conversation's thread in a folder. */
export function threadHash(folder: InboxFolder, conversation: string): string {
  return hashOf({ page: 'inbox', folder, conversation, details: false });
}
