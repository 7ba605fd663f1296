/** CSV (RFC 4180) with the columns text and intent, and where wanted language, course and lesson: what intents:export writes. */
import { detectTongue } from '#bot/language.ts';
import { read } from '#bot/normalise.ts';
import type { Tongue } from '#domain/understanding.ts';
import { BadInput, type Imported, type Source } from './source.ts';

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Excel separates by semicolons where numbers have a decimal comma, and "Text" is tabs; the names of the columns hold none of these. */
function separatorOf(source: string): string {
  const [header = ''] = source.split('\n', 1);
  return [',', ';', '\t'].find((mark) => header.includes(mark)) ?? ',';
}

/** Quoted cells may hold commas, line breaks and doubled quotes. Throws BadInput with the line. */
function rowsOf(text: string, file: string): readonly Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let line = 1;
  let started = 1;
  const source = text.replace(/^\uFEFF/, '');
  const mark = separatorOf(source);
  const cell = new RegExp(`("(?:[^"]|"")*"|[^"${mark}\\r\\n]*)(${mark}|\\r?\\n|$)`, 'y');
  while (cell.lastIndex < source.length) {
    const found = cell.exec(source);
    if (!found)
      throw new BadInput(`${file}:${line} a quote is not closed, or stands inside a cell: double it and quote the cell`);
    const [whole, raw = '', end] = found;
    cells.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    line += whole.split('\n').length - 1;
    if (end === mark && cell.lastIndex < source.length) continue;
    if (end === mark) cells.push('');
    if (cells.some((value) => value.trim() !== '')) rows.push({ line: started, cells });
    cells = [];
    started = line;
  }
  return rows;
}

/** The export guards cells that a spreadsheet would run as formulas. */
const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, '').trim();

/** Without a language column `tongue` counts, else each text's own language. Throws BadInput. */
export function readCsv(text: string, file: string, tongue: Tongue | null): Source {
  const [header, ...rows] = rowsOf(text, file);
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const column = (name: string) => names.indexOf(name);
  if (column('text') < 0 || column('intent') < 0)
    throw new BadInput(
      `${file}:1 the first line must name the columns: text,intent (and language, course, lesson where wanted)`,
    );
  const intents = new Map<string, { -readonly [K in keyof Imported]: Imported[K] } & { examples: string[] }>();
  for (const { line, cells } of rows) {
    const value = (name: string) => (column(name) < 0 ? '' : (cells[column(name)] ?? '').trim());
    const example = unguarded(value('text'));
    const name = value('intent');
    const language = value('language').toLowerCase();
    if (cells.slice(names.length).some((extra) => extra.trim() !== ''))
      throw new BadInput(
        `${file}:${line} has more cells than the first line has columns: a text with the separator in it belongs in "quotes"`,
      );
    if (example === '' || name === '') throw new BadInput(`${file}:${line} ${example === '' ? 'text' : 'intent'} is empty`);
    if (language !== '' && !/^(en|zh)\b/.test(language))
      throw new BadInput(`${file}:${line} language "${language}": write en or zh`);
    const spoken: Tongue =
      language === '' ? (tongue ?? detectTongue(read(example), 'en')) : language.startsWith('zh') ? 'zh' : 'en';
    const scope = { course: value('course') || null, lesson: value('lesson') || null };
    if (scope.lesson !== null && scope.course === null)
      throw new BadInput(`${file}:${line} lesson "${scope.lesson}" without its course: fill in both`);
    const key = JSON.stringify([name, spoken, scope]);
    const held = intents.get(key) ?? { name, tongue: spoken, scope, examples: [], answers: [] };
    intents.set(key, held);
    held.examples.push(example);
  }
  if (intents.size === 0) throw new BadInput(`${file} has no rows under its header`);
  return { intents: [...intents.values()], left: [] };
}

/** One cell as CSV; what would be a formula in a spreadsheet is guarded with an apostrophe. */
export function csvCell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
