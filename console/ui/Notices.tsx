import { useEffect, useState } from 'preact/hooks';
import type { Notice } from '#console/session.ts';
import { learnerName } from '#console/words/learner.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { useDesk, useSession, useWords } from './context.ts';
import { Icon } from './Icon.tsx';

const SHOWN_MS = 9_000;
/** A short break of the line heals by itself; only a longer one is worth a word. */
const PATIENCE_MS = 1_200;

function Toast({ notice }: { readonly notice: Notice }) {
  const words = useWords();
  const { client } = useDesk();
  const item = useSession((state) => (notice.conversation === null ? undefined : state.items.get(notice.conversation)));
  useEffect(() => {
    const timer = setTimeout(() => client.dismiss(notice.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [client, notice.id]);
  return (
    <li>
      <p>
        {item && <b>{words.rows.says(learnerName(item, words), '')}</b>}
        {refusalWords(words, notice.refusal)}
      </p>
      <button type="button" class="plain square" aria-label={words.dismiss} onClick={() => client.dismiss(notice.id)}>
        <Icon name="cross" size={16} />
      </button>
    </li>
  );
}

/** What the line and the server have to say. */
export function Notices() {
  const words = useWords();
  const link = useSession((state) => state.link);
  const writable = useSession((state) => state.writable);
  const notices = useSession((state) => state.notices);
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    setPatient(true);
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [link]);
  const quiet = link === 'online' || (patient && link !== 'outdated');
  return (
    <>
      <div class="link-notice" role="status" hidden={quiet}>
        {!quiet && <span>{words.link[link]}</span>}
        {link === 'outdated' && (
          <button type="button" class="small" onClick={() => location.reload()}>
            {words.link.reload}
          </button>
        )}
      </div>
      <div class="link-notice" role="status" hidden={writable || link !== 'online'}>
        {!writable && link === 'online' && <span>{words.link.readOnly}</span>}
      </div>
      <div class="notices" role="alert">
        <ul>
          {notices.map((notice) => (
            <Toast key={notice.id} notice={notice} />
          ))}
        </ul>
      </div>
    </>
  );
}
