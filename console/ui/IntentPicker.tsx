import { useState } from 'preact/hooks';
import type { IntentCard, Tongue } from '#console/teaching.ts';
import { useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';

const SHOWN = 30;

/** All intents by title and id; words in any order. */
export function IntentPicker(props: {
  readonly tongue: Tongue;
  readonly intents: readonly IntentCard[];
  readonly onPick: (intent: string) => void;
  readonly onClose: () => void;
}) {
  const say = useWords().teach;
  const [search, setSearch] = useState('');
  const wanted = search.toLowerCase().split(/\s+/);
  const found = props.intents.filter(({ id, titles }) => {
    const text = `${id} ${Object.values(titles).join(' ')}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return (
    <Dialog title={say.pickTitle} onClose={props.onClose}>
      <input
        type="search"
        aria-label={say.pickHint}
        placeholder={say.pickHint}
        value={search}
        autofocus
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      {found.length === 0 && <p class="empty">{say.pickNone}</p>}
      <div class="pick teach-pick">
        {found.slice(0, SHOWN).map(({ id, titles }) => (
          <button key={id} type="button" class="plain" onClick={() => props.onPick(id)}>
            <bdi>{titles[props.tongue]}</bdi> <span class="hint">{id}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
