/** A Dialogflow ES export, unpacked: intents/NAME.json with responses, intents/NAME_usersays_LANG.json with examples. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SITE } from '#bot/table.ts';
import type { Tongue } from '#domain/understanding.ts';
import { BadInput, type Imported, readText, type Source } from './source.ts';

interface UserSays {
  readonly data?: readonly { readonly text?: string }[];
}
interface Message {
  readonly type?: string | number;
  readonly lang?: string;
  readonly speech?: string | readonly string[];
}
interface IntentFile {
  readonly name?: string;
  readonly fallbackIntent?: boolean;
  readonly responses?: readonly { readonly messages?: readonly Message[] }[];
}

const PHRASES = /^(.*)_usersays_([a-z]{2})(?:-[A-Za-z]+)?\.json$/;

function json<T>(file: string): T {
  const text = readText(file);
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new BadInput(`${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const tongueOf = (lang: string): Tongue | null => (/^zh\b/i.test(lang) ? 'zh' : /^en\b/i.test(lang) ? 'en' : null);

/** Plain text answers; cards, images and payloads are of another world. */
function answersOf(intent: IntentFile, tongue: Tongue): readonly string[] {
  const messages = (intent.responses ?? []).flatMap(({ messages: own }) => own ?? []);
  return messages
    .filter(({ type, lang, speech }) => String(type) === '0' && speech !== undefined && tongueOf(lang ?? 'en') === tongue)
    .flatMap(({ speech }) => (typeof speech === 'string' ? [speech] : (speech ?? [])))
    .map((text) => text.replace(/[{}]/g, '').trim())
    .filter((text) => text !== '');
}

/** `folder` is the unpacked export. Throws BadInput. */
export function readDialogflow(folder: string): Source {
  const dir = join(folder, 'intents');
  let names: readonly string[];
  try {
    names = readdirSync(dir).sort();
  } catch {
    throw new BadInput(`${folder} has no folder "intents": give the unpacked export of a Dialogflow ES agent`);
  }
  const intents: Imported[] = [];
  const left: string[] = [];
  for (const file of names) {
    const [, base = '', lang = ''] = PHRASES.exec(file) ?? [];
    if (base === '') continue;
    const tongue = tongueOf(lang);
    if (tongue === null) {
      left.push(`${file}: only English and Chinese are imported`);
      continue;
    }
    const intent = names.includes(`${base}.json`) ? json<IntentFile>(join(dir, `${base}.json`)) : {};
    const says = json<readonly UserSays[]>(join(dir, file));
    if (!Array.isArray(says)) throw new BadInput(`${join(dir, file)} must be a list of training phrases`);
    const examples = says
      .map(({ data }: UserSays) =>
        (data ?? [])
          .map(({ text }) => text ?? '')
          .join('')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      .filter((text) => text !== '');
    if (intent.fallbackIntent === true || examples.length === 0) left.push(`${base}: a fallback, or without training phrases`);
    else intents.push({ name: intent.name ?? base, tongue, scope: SITE, examples, answers: answersOf(intent, tongue) });
  }
  if (intents.length === 0) throw new BadInput(`${dir} holds no training phrases (NAME_usersays_en.json)`);
  return { intents, left };
}
