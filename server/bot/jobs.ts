/** The two heavy jobs, parsing and training, as plain data so that another thread can do them. */
import type { Corpus } from './corpus.ts';
import { type Model, type Trusts, trainModel, type Vectors } from './members/model.ts';
import { type Parsed, parseTable } from './parse-table.ts';
import type { SourceFile } from './table.ts';

export type Job =
  | { readonly type: 'parse'; readonly files: readonly SourceFile[] }
  | { readonly type: 'train'; readonly corpus: Corpus; readonly vectors: Vectors | null; readonly trusts?: Trusts };
export type Result<J extends Job> = J extends { readonly type: 'parse' } ? Parsed : Model;

export function work(job: Job): Parsed | Model {
  return job.type === 'parse' ? parseTable(job.files) : trainModel(job.corpus, job.vectors, job.trusts);
}
