/** From the first byte to the desk and back to the door. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api, type Session, type SiteState } from '#console/api.ts';
import type { SignedOutWhy } from '#console/client.ts';
import { loadPreferences, savePreferences } from '#console/preferences.ts';
import { en } from '#console/words/en.ts';
import { zhCN } from '#console/words/zh-CN.ts';
import type { AgentCard } from '#protocol/agents.ts';
import { type Surroundings, SurroundingsContext } from './context.ts';
import { DeskRoom } from './DeskRoom.tsx';
import { Door, SetUp, SignIn } from './SignIn.tsx';

type Phase =
  | { readonly type: 'loading' | 'unreachable' | 'set-up-missing' }
  | { readonly type: 'set-up'; readonly token: string }
  | { readonly type: 'door'; readonly why: SignedOutWhy | null }
  | { readonly type: 'desk'; readonly me: AgentCard };

/** The set-up address carries its word behind the #, where no server log sees it. */
const setUpToken = () => (/\/setup\/?$/.test(location.pathname) ? location.hash.slice(1) : '');

function phaseOf(state: SiteState): Phase {
  if (state.me) return { type: 'desk', me: state.me };
  if (!state.setup) return { type: 'door', why: null };
  const token = setUpToken();
  return token === '' ? { type: 'set-up-missing' } : { type: 'set-up', token };
}

/** From /console/setup#word to the inbox: the used word must not stay in the address or the history. */
function leaveSetUp(): void {
  if (/\/setup\/?$/.test(location.pathname)) history.replaceState(null, '', '/console/#/inbox/waiting');
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 15_000;

export function App() {
  const [preferences, setPreferences] = useState(loadPreferences);
  const [site, setSite] = useState({ name: en.product, lang: '', timeZone: 'UTC' });
  const [phase, setPhase] = useState<Phase>({ type: 'loading' });
  const retry = useRef(FIRST_RETRY_MS);

  const load = useCallback(async () => {
    const reply = await api.state();
    if (!reply.ok) {
      setPhase({ type: 'unreachable' });
      setTimeout(load, retry.current);
      retry.current = Math.min(MAX_RETRY_MS, retry.current * 2);
      return;
    }
    setSite({ name: reply.value.site.name || en.product, lang: reply.value.lang, timeZone: reply.value.timeZone });
    const next = phaseOf(reply.value);
    if (next.type === 'desk' || next.type === 'door') leaveSetUp();
    setPhase(next);
  }, []);
  useEffect(() => void load(), [load]);

  const lang = preferences.lang ?? navigator.languages[0] ?? site.lang;
  const words = /^zh/i.test(lang) ? zhCN : en;
  useEffect(() => {
    document.documentElement.lang = words.tag;
  }, [words]);
  useEffect(() => {
    if (preferences.theme) document.documentElement.dataset['theme'] = preferences.theme;
    else delete document.documentElement.dataset['theme'];
  }, [preferences.theme]);

  const surroundings: Surroundings = useMemo(
    () => ({
      words,
      site: site.name,
      timeZone: site.timeZone,
      preferences,
      prefer: (change) =>
        setPreferences((held) => {
          const next = { ...held, ...change };
          savePreferences(next);
          return next;
        }),
    }),
    [words, site, preferences],
  );
  const enter = (session: Session) => {
    leaveSetUp();
    setPhase({ type: 'desk', me: session.me });
  };
  const leave = useCallback((why: SignedOutWhy) => setPhase({ type: 'door', why }), []);

  useEffect(() => {
    if (phase.type !== 'desk') document.title = `${words.people.signIn} · ${site.name}`;
  }, [phase.type, words, site.name]);

  const say = words.people;
  return (
    <SurroundingsContext.Provider value={surroundings}>
      {phase.type === 'loading' && <p class="splash">{words.loading}</p>}
      {phase.type === 'unreachable' && (
        <Door title={say.signIn}>
          <p role="alert">{words.noAnswer}</p>
        </Door>
      )}
      {phase.type === 'set-up-missing' && (
        <Door title={say.setUpTitle}>
          <p>{say.setUpMissing}</p>
        </Door>
      )}
      {phase.type === 'set-up' && <SetUp token={phase.token} done={enter} />}
      {phase.type === 'door' && <SignIn why={phase.why} done={enter} />}
      {phase.type === 'desk' && <DeskRoom key={phase.me.id} me={phase.me} leave={leave} />}
    </SurroundingsContext.Provider>
  );
}
