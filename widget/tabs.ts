/** What several tabs of one learner share: news, and the right to send. */

/** `opened`: the learner is in another conversation now. `outbox`, `seen`: read it again. `forgotten`: logged out. */
export type News = 'opened' | 'outbox' | 'seen' | 'forgotten';

export interface Tabs {
  tell(news: News): void;
  /** Runs `work` while no other tab of this site does such work; without Web Locks at once, which the server's cid makes harmless. */
  exclusively(work: () => Promise<void>, what?: string): Promise<void>;
  /** After it was left; what may have been missed is heard. */
  join(): void;
  /** News would throw a page out of the back/forward cache. */
  leave(): void;
}

export function joinTabs(site: string, token: () => string | undefined, hear: (news: News) => void): Tabs {
  const name = `handraise:${site}`;
  let channel: BroadcastChannel | undefined;
  /** The token there was at leaving. */
  let left: string | undefined;
  const tabs: Tabs = {
    join() {
      if (channel) return;
      try {
        channel = new BroadcastChannel(name);
        channel.onmessage = (event: MessageEvent<News>) => hear(event.data);
      } catch {
        // No channel in this browser: the server's broadcast still reaches every tab.
      }
      if (left && left !== token()) hear('forgotten');
      left = undefined;
      hear('outbox');
      hear('seen');
    },
    leave() {
      left = token();
      channel?.close();
      channel = undefined;
    },
    tell: (news) => channel?.postMessage(news),
    async exclusively(work, what = 'sender') {
      if (!navigator.locks) return work();
      await navigator.locks.request(`${name}:${what}`, work);
    },
  };
  tabs.join();
  return tabs;
}
