/** Tells a screen reader that more learners wait: once for a burst, and nothing when they become fewer. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSession, useWords } from './context.ts';

/** Long enough for a burst to be one sentence, short against how long a learner is ready to wait. */
const GATHER_MS = 4_000;

export function WaitingNews() {
  const words = useWords();
  const known = useSession((state) => state.epoch !== null);
  const available = useSession((state) => state.me.available);
  const waiting = useSession((state) => state.counts.waiting);
  const latest = useRef(waiting);
  latest.current = waiting;
  /** How many there were when there was last something to tell; null before the first count has come. */
  const told = useRef<number | null>(null);
  const [news, setNews] = useState('');
  const more = known && told.current !== null && waiting > told.current;
  useEffect(() => {
    if (!known) return;
    if (told.current !== null && waiting >= told.current) return;
    told.current = waiting;
    // The same sentence twice in a row would not be heard.
    setNews('');
  }, [known, waiting]);
  useEffect(() => {
    if (!more) return;
    const timer = setTimeout(() => {
      told.current = latest.current;
      // Who is away is not rung for by them either.
      setNews(available ? words.rows.waitingNow(latest.current) : '');
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [more, available, words]);
  return (
    <p class="unseen" role="status">
      {news || null}
    </p>
  );
}
