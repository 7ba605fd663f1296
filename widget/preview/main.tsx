/** `/preview`: an owner sees what the settings do, and gets the tag for them. Keeps nothing; what is chosen stands in the address. */
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { check } from './check.ts';
import { Form } from './Form.tsx';
import { Stage } from './Stage.tsx';
import { Tag } from './Tag.tsx';
import { type Choices, type Field, NOTHING_CHOSEN } from './tag.ts';
import { WORDS } from './words.ts';

const FIELDS = Object.keys(NOTHING_CHOSEN) as Field[];

function fromAddress(): { readonly choices: Choices; readonly zh: boolean } {
  const query = new URLSearchParams(location.search);
  const known = Object.fromEntries(FIELDS.map((name) => [name, query.get(name) ?? '']));
  const zh = (query.get('ui') ?? navigator.language).startsWith('zh');
  return { choices: known as unknown as Choices, zh };
}

function toAddress(choices: Choices, ui: string): void {
  const query = new URLSearchParams({ ui });
  for (const name of FIELDS) if (choices[name]) query.set(name, choices[name]);
  history.replaceState(null, '', `?${query}`);
}

function Page() {
  const [first] = useState(fromAddress);
  const [choices, setChoices] = useState(first.choices);
  const [zh, setZh] = useState(first.zh);
  const words = zh ? WORDS.zh : WORDS.en;
  const faults = useMemo(() => check(choices, words), [choices, words]);
  /** What cannot be used is neither shown nor put into the tag. */
  const sound = useMemo(
    () => Object.fromEntries(FIELDS.map((name) => [name, name in faults ? '' : choices[name]])) as unknown as Choices,
    [choices, faults],
  );
  useEffect(() => {
    document.documentElement.lang = words.lang;
    document.title = `${words.title} · Handraise`;
    toAddress(choices, words.lang);
  }, [choices, words]);
  return (
    <>
      <header class="top">
        <h1>{words.title}</h1>
        <button type="button" lang={words.other.lang} onClick={() => setZh(!zh)}>
          {words.other.name}
        </button>
        <p>{words.lead}</p>
      </header>
      <main>
        <Form
          choices={choices}
          faults={faults}
          words={words}
          choose={(name, value) => setChoices((before) => ({ ...before, [name]: value }))}
        />
        <div class="result">
          <Stage choices={sound} words={words} />
          <Tag choices={sound} words={words} />
        </div>
      </main>
    </>
  );
}

render(<Page />, document.body);
