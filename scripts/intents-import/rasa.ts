/** Rasa NLU training data (YAML, versions 2 and 3): `nlu:` with intents and their examples. */
import { parseDocument } from 'yaml';
import { detectTongue } from '#bot/language.ts';
import { read } from '#bot/normalise.ts';
import { SITE } from '#bot/table.ts';
import type { Tongue } from '#domain/understanding.ts';
import { BadInput, type Imported, type Source } from './source.ts';

interface Block {
  readonly intent?: unknown;
  readonly examples?: unknown;
}

/** `[Berlin](city)`, `[Berlin]{"entity": "city"}` and `[red](color:#f00)` are the words in the brackets. */
const plain = (text: string): string => text.replace(/\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})/g, '$1').trim();

function examplesOf(block: Block, at: string): readonly string[] {
  const { examples } = block;
  if (typeof examples === 'string')
    return examples.split('\n').flatMap((line) => {
      const text = line.trim();
      if (text === '' || text.startsWith('#')) return [];
      if (!text.startsWith('-')) throw new BadInput(`${at}: "${text.slice(0, 60)}" must begin with "- "`);
      return [plain(text.slice(1))];
    });
  if (Array.isArray(examples))
    return examples.map((one: unknown) => {
      const text = typeof one === 'object' && one !== null && 'text' in one ? one.text : one;
      if (typeof text !== 'string') throw new BadInput(`${at}: an example must be text, or have "text:"`);
      return plain(text.replace(/^\s*-\s+/, ''));
    });
  throw new BadInput(`${at} has no examples: write "examples: |" and lines that begin with "- "`);
}

/** True when the text looks like Rasa's. */
export const isRasa = (text: string): boolean => /^nlu:/m.test(text);

/** `file` names the input in messages. Without `tongue` each example's own language counts. Throws BadInput. */
export function readRasa(text: string, file: string, tongue: Tongue | null): Source {
  const document = parseDocument(text);
  if (document.errors[0]) throw new BadInput(`${file} is not valid YAML: ${document.errors[0].message.split('\n')[0]}`);
  const nlu: unknown = (document.toJS() as { nlu?: unknown } | null)?.nlu;
  if (!Array.isArray(nlu)) throw new BadInput(`${file}: "nlu:" must be a list of "- intent: name" entries`);
  const intents: Imported[] = [];
  const other = new Set<string>();
  for (const block of nlu as (Block | null)[]) {
    const name = block?.intent;
    if (typeof name !== 'string') {
      for (const key of Object.keys(block ?? {})) if (key !== 'examples') other.add(key);
      continue;
    }
    const examples = examplesOf(block ?? {}, `${file}: intent "${name}"`);
    for (const spoken of ['en', 'zh'] as const) {
      const own = examples.filter((example) => (tongue ?? detectTongue(read(example), 'en')) === spoken);
      if (own.length > 0) intents.push({ name, tongue: spoken, scope: SITE, examples: own, answers: [] });
    }
  }
  if (intents.length === 0) throw new BadInput(`${file} has no intents under "nlu:"`);
  return { intents, left: [...other].map((key) => `"${key}" entries are not intents and were left out`) };
}
