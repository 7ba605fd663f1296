/** Imported intents -> the table's files. Pure: nothing that stands there is changed, only added to. */
import { type SourceFile, scopeName, type Table } from '#bot/table.ts';
import { withExamples, withIntent } from '#bot/yaml-insert.ts';
import type { Tongue } from '#domain/understanding.ts';
import { BadInput, type Imported } from './source.ts';

export interface Merged {
  readonly changed: readonly SourceFile[];
  /** Ids of intents that are new. */
  readonly created: readonly string[];
  /** Ids of intents that got more examples. */
  readonly extended: readonly string[];
  /** New intents whose answers the owner has still to write: they hand off to a person until then. */
  readonly unanswered: readonly string[];
}

/** Said until the owner has written an answer: true, because the intent hands off. */
const NO_ANSWER: Readonly<Record<Tongue, string>> = {
  en: 'I pass this question on to a colleague.',
  zh: '这个问题我转给同事来回答。',
};

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');

/** "faq/Opening hours", "faq.opening_hours" -> faq.opening-hours; names without a topic get `topic`. */
export function idOf(name: string, topic: string): string {
  const [first = '', ...rest] = name.split(/[./]/).filter((part) => part !== '');
  const id = rest.length === 0 ? `${topic}.${slug(first)}` : `${slug(first)}.${slug(rest.join(' '))}`;
  if (!/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(id))
    throw new BadInput(`intent "${name}" gives no usable id: rename it to Latin letters, e.g. ${topic}.opening-hours`);
  return id;
}

const titleOf = (name: string): string => {
  const words = (name.split(/[./]/).at(-1) ?? name).replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
const HEAD = (schema: string) => `# yaml-language-server: $schema=../schema/${schema}.json\n`;

/** `force` allows more examples for intents that exist. Throws BadInput, naming all of them, without it. */
export function mergeInto(
  files: readonly SourceFile[],
  table: Table,
  intents: readonly Imported[],
  { topic, force }: { readonly topic: string; readonly force: boolean },
): Merged {
  const named = intents.map((intent) => ({ ...intent, id: idOf(intent.name, topic) }));
  const known = [...new Set(named.filter(({ id }) => table.intents.has(id)).map(({ id }) => id))];
  if (known.length > 0 && !force)
    throw new BadInput(`the table has ${known.join(', ')} already: --force adds the examples to them, nothing is taken away`);
  const names = new Map<string, string>();
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const created = new Set<string>();
  const extended = new Set<string>();
  const unanswered = new Set<string>();
  const answered = new Set(named.filter(({ answers }) => answers.length > 0).map(({ id, tongue }) => `${tongue} ${id}`));
  // One language without an answer is enough: there the bot says that it hands off.
  const handsOff = new Set(named.filter(({ id, tongue }) => !answered.has(`${tongue} ${id}`)).map(({ id }) => id));
  const mute = new Set<string>();
  for (const { id, name, tongue, scope, examples, answers } of named) {
    const other = names.get(id);
    if (other !== undefined && other !== name) throw new BadInput(`"${other}" and "${name}" would both be ${id}: rename one`);
    names.set(id, name);
    const [own = ''] = id.split('.');
    const spoken = table.phrases.find((p) => p.intent === id && p.tongue === tongue && scopeName(p.scope) === scopeName(scope));
    if (spoken !== undefined) {
      const before = texts.get(spoken.at.file) ?? '';
      const after = withExamples(before, id, examples);
      texts.set(spoken.at.file, after);
      if (after !== before) extended.add(id);
      continue;
    }
    const { course, lesson } = scope;
    if (course !== null) {
      const [of, inner] = lesson === null ? ['', ''] : [`lesson "${lesson}" of `, `, lesson: ${lesson}`];
      throw new BadInput(
        `${id}: no file of ${of}course "${course}" speaks for it yet: write it there first (scope: { course: ${course}${inner} })`,
      );
    }
    const has = answered.has(`${tongue} ${id}`);
    // Its handing off stands in the catalogue, and what stands there is the owner's.
    if (!has && /^(never|offer)$/.test(table.intents.get(id)?.handoff ?? 'always')) {
      mute.add(`${id} (${tongue})`);
      continue;
    }
    if (!table.intents.has(id) && !created.has(id)) {
      const path = [...table.intents.values()].find((one) => one.topic === own)?.at.file ?? `catalogue/${own}.yaml`;
      const before = texts.get(path) ?? `${HEAD('catalogue')}topic: ${own}\nintents: {}\n`;
      texts.set(path, withIntent(before, id, { kind: 'other', ...(handsOff.has(id) ? { handoff: 'always' } : {}) }));
      created.add(id);
    }
    if (!has) unanswered.add(id);
    const path = fileFor(files, table, own, tongue);
    const before = texts.get(path) ?? `${HEAD('topic')}language: ${tongue}\ntopic: ${own}\nintents: {}\n`;
    const distinct = [...new Set(examples)];
    const answer = has ? [...new Set(answers)] : NO_ANSWER[tongue];
    const entry = {
      title: titleOf(name),
      examples: distinct,
      answer: Array.isArray(answer) && answer.length === 1 ? answer[0] : answer,
    };
    texts.set(path, withIntent(before, id, entry));
  }
  if (mute.size > 0)
    throw new BadInput(
      `no answer in that language, and the catalogue does not hand off: ${[...mute].join(', ')}: write title and answer in that language's file first, or leave these examples out`,
    );
  const all = [...texts].map(([path, text]) => ({ path, text }));
  const changed = all.filter(({ path, text }) => files.find((file) => file.path === path)?.text !== text);
  return { changed, created: [...created], extended: [...extended], unanswered: [...unanswered] };
}

function fileFor(files: readonly SourceFile[], table: Table, topic: string, tongue: Tongue): string {
  const own = `${tongue}/${topic}.yaml`;
  if (files.some(({ path }) => path === own)) return own;
  return table.phrases.find((p) => p.topic === topic && p.tongue === tongue && p.scope.course === null)?.at.file ?? own;
}
