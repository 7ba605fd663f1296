/** The two heavy jobs, parsing and learning, as plain data so that another process can do them. */
import type { Tongue } from '#domain/understanding.ts';
import { corpusOf } from './corpus.ts';
import type { Encoding } from './members/encoding.ts';
import { type Studied, type Study, study } from './members/study.ts';
import { type Syllabus, syllabusOf } from './members/syllabus.ts';
import { type Parsed, parseTable, TONGUES } from './parse-table.ts';
import type { SourceFile, Table } from './table.ts';

export type Job =
  | { readonly type: 'parse'; readonly files: readonly SourceFile[] }
  | { readonly type: 'study'; readonly study: Study };
/** A table with what likeness is to learn from it. */
export type Read = Exclude<Parsed, { ok: true }> | (Extract<Parsed, { ok: true }> & { readonly syllabi: Syllabi });
export type Syllabi = Readonly<Record<Tongue, Syllabus>>;
export type Result<J extends Job> = J extends { readonly type: 'parse' } ? Read : Studied;

/** `encoding`: null where there is none. */
export async function work<J extends Job>(job: J, encoding: Encoding | null): Promise<Result<J>> {
  const done = job.type === 'parse' ? readFiles(job.files) : await study(job.study, encoding);
  return done as Result<J>;
}

function readFiles(files: readonly SourceFile[]): Read {
  const parsed = parseTable(files);
  return parsed.ok ? { ...parsed, syllabi: syllabiOf(parsed.table) } : parsed;
}
const syllabiOf = (table: Table): Syllabi => {
  const [en, zh] = TONGUES.map((tongue) => syllabusOf(corpusOf(table, tongue)));
  return { en, zh } as Syllabi;
};
