/** Builds what one signed-in agent works with, and takes it down again. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { hushAll, hushSettled, notify, playSoundOnce } from '#console/alerts.ts';
import { api, type CannedReply } from '#console/api.ts';
import { createChosenFiles } from '#console/chosen.ts';
import { type Client, createClient, type SignedOutWhy } from '#console/client.ts';
import { connect } from '#console/connection.ts';
import { createDrafts } from '#console/drafts.ts';
import { randomId } from '#console/ids.ts';
import { go, parseRoute } from '#console/routes.ts';
import { stillCalls } from '#console/selectors.ts';
import { learnerName } from '#console/words/learner.ts';
import type { AgentCard } from '#protocol/agents.ts';
import { createKeyBoard, type Desk, DeskContext, useSurroundings } from './context.ts';
import { Shell } from './Shell.tsx';

/** Null where the browser denies storage: then memory has to do. */
function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

export function DeskRoom({ me, leave }: { readonly me: AgentCard; readonly leave: (why: SignedOutWhy) => void }) {
  const surroundings = useSurroundings();
  const latest = useRef(surroundings);
  latest.current = surroundings;
  const [client, setClient] = useState<Client | null>(null);
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  /** Counts the sessions of this stay: a changed password opens a new one. */
  const [session, setSession] = useState(0);
  const renewing = useRef(false);
  const [canned, setCanned] = useState<readonly CannedReply[]>([]);

  useEffect(() => {
    const made = createClient({
      me,
      connect,
      storage: tabStorage(),
      now: Date.now,
      later: (ms, run) => void setTimeout(run, ms),
      cid: randomId,
      // The old session ends while the new one is on its way: not a reason to go to the door.
      signedOut: (why) => renewing.current || leave(why),
      sessionGone: async () => {
        const reply = await api.state();
        return reply.ok && reply.value.me === null;
      },
      alert: (kind, item) => {
        const { words, preferences } = latest.current;
        const here = parseRoute(location.hash);
        const reading = here.page === 'inbox' && here.conversation === item.id;
        if (document.hasFocus() && reading) return;
        if (preferences.sound) playSoundOnce(kind, item);
        if (document.hasFocus()) return;
        notify(item.id, `${learnerName(item, words)} ${words.alert[kind]}`, preferences.noteText ? item.lastText : '', {
          opened: () =>
            go({ page: 'inbox', folder: kind === 'waiting' ? 'waiting' : 'mine', conversation: item.id, details: false }),
          wanted: () => stillCalls(made.state(), kind, item),
        });
      },
    });
    // Read in another tab, taken by a colleague, ended: what asked for this agent asks no more.
    const settle = made.subscribe(hushSettled);
    setClient(made);
    return () => {
      settle();
      hushAll();
      made.stop();
    };
  }, [me, leave, session]);

  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  const reloadCanned = useCallback(() => {
    void api.canned().then((reply) => reply.ok && setCanned(reply.value.canned));
  }, []);
  useEffect(reloadCanned, [reloadCanned]);

  const signOut = useCallback(async () => {
    const reply = await api.signOut();
    // The door must not be shown while the session stands: whoever loads the page next would be this agent.
    if (!reply.ok && (reply.refusal === 'no-answer' || reply.refusal.code !== 'signed-out')) return reply.refusal;
    leave('signed-out');
    return null;
  }, [leave]);
  const changePassword = useCallback<typeof api.changePassword>(async (fields) => {
    renewing.current = true;
    const reply = await api.changePassword(fields);
    renewing.current = false;
    setSession((count) => count + 1);
    return reply;
  }, []);
  const keys = useMemo(createKeyBoard, []);
  const drafts = useMemo(() => createDrafts(tabStorage(), me.id), [me.id]);
  const chosen = useMemo(createChosenFiles, []);

  if (!client) return null;
  const desk: Desk = { client, drafts, chosen, route, keys, canned, reloadCanned, signOut, changePassword };
  return (
    <DeskContext.Provider value={desk}>
      <Shell />
    </DeskContext.Provider>
  );
}
