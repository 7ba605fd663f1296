/** The owner's files -> the table, or what is wrong with them. Pure: reading the disk is files.ts. */
import { createHash } from 'node:crypto';
import type { Tongue } from '#domain/understanding.ts';
import { checkAnswers } from './check-answers.ts';
import { type Catalogue, checkReferences, hint, parseCatalogue } from './parse-catalogue.ts';
import { parseTopic } from './parse-topic.ts';
import { parseVoice } from './parse-voice.ts';
import { MAX_REGEX_ROWS } from './regex.ts';
import type { At, Fault, Phrases, SourceFile, Table, Voice } from './table.ts';
import { YamlSource } from './yaml-source.ts';

export const TONGUES: readonly Tongue[] = ['en', 'zh'];
export type Parsed =
  | { readonly ok: true; readonly table: Table; readonly warnings: readonly Fault[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Any `files`, in any order. Faults come sorted by file and line. */
export function parseTable(files: readonly SourceFile[]): Parsed {
  const faults: Fault[] = [];
  const report = (at: At, message: string): void => void faults.push({ file: at.file, line: at.line, level: 'fault', message });
  const catalogue: Catalogue = { intents: new Map(), slots: new Map(), slotsAt: new Map(), starters: [] };
  const phrases: Phrases[] = [];
  const voices = new Map<Tongue, Voice>();
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  let unread = false;
  for (const file of sorted) {
    const [folder] = file.path.split('/');
    const tongue = TONGUES.find((t) => t === folder);
    const source = new YamlSource(file, faults);
    unread ||= source.root === null;
    if (folder === 'catalogue') parseCatalogue(source, catalogue);
    else if (tongue === undefined)
      report(
        { file: file.path, line: 1 },
        `no such folder in the table: use catalogue/, ${TONGUES.map((t) => `${t}/`).join(', ')}`,
      );
    else if (file.path === `${tongue}/voice.yaml`) voices.set(tongue, parseVoice(source, tongue));
    else phrases.push(...parseTopic(source, tongue));
  }
  // What a file that cannot be read declares would be missed all over the table, and its one fault be lost among those.
  if (unread) return { ok: false, faults: inOrder(faults) };
  if (catalogue.intents.size === 0) report({ file: 'catalogue/', line: 1 }, 'no intents: add catalogue/<topic>.yaml');
  checkReferences(catalogue, report);
  for (const p of phrases) {
    const intent = catalogue.intents.get(p.intent);
    if (intent === undefined)
      report(p.at, `no catalogue file declares "${p.intent}"${hint(p.intent, catalogue.intents.keys())}`);
    else if (intent.scope.course !== null && intent.scope.course !== p.scope.course)
      report(p.at, `"${p.intent}" exists only in course "${intent.scope.course}": put it in a file with that scope`);
  }
  const extra = phrases.flatMap((p) => p.regexes)[MAX_REGEX_ROWS];
  if (extra !== undefined)
    report(extra.at, `the table has more than ${MAX_REGEX_ROWS} regexes: write some as patterns or examples`);
  const en = voices.get('en');
  const zh = voices.get('zh');
  for (const tongue of TONGUES)
    if (!voices.has(tongue))
      report(
        { file: `${tongue}/voice.yaml`, line: 1 },
        'the file is missing: the bot needs its own sentences in this language',
      );
  if (en === undefined || zh === undefined) return { ok: false, faults: inOrder(faults) };
  const table: Table = {
    version: versionOf(sorted),
    intents: catalogue.intents,
    slots: catalogue.slots,
    slotsAt: catalogue.slotsAt,
    starters: catalogue.starters.map((s) => s.id),
    phrases,
    voices: { en, zh },
  };
  faults.push(...checkAnswers(table));
  const stopping = faults.filter((fault) => fault.level === 'fault');
  if (stopping.length > 0) return { ok: false, faults: inOrder(stopping) };
  return { ok: true, table, warnings: inOrder(faults) };
}

function versionOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\0${text.length}\0`).update(text);
  return hash.digest('hex').slice(0, 12);
}
/** By file and line, each once: an intent that is both followed and near is missed twice. */
const inOrder = (faults: readonly Fault[]): readonly Fault[] => {
  const distinct = new Map(faults.map((fault) => [JSON.stringify([fault.file, fault.line, fault.message]), fault]));
  return [...distinct.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
};
