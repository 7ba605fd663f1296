/** <language>/*.yaml: titles, examples, patterns and answers of one topic in one language. */
import type { Tongue } from '#domain/understanding.ts';
import { sentenceKey, words } from './normalise.ts';
import { parseScope } from './parse-catalogue.ts';
import { compilePattern, PatternError } from './pattern-syntax.ts';
import { compileRegex } from './regex.ts';
import { type Example, type PatternRow, type Phrases, type RegexRow, type Scope, SITE } from './table.ts';
import type { Entry, Value, YamlSource } from './yaml-source.ts';

const MAX_EXAMPLES = 500;
const MAX_PATTERNS = 100;

export function parseTopic(source: YamlSource, folder: Tongue): readonly Phrases[] {
  if (source.root === null) return [];
  let scope: Scope = SITE;
  let topic: string | null = null;
  const phrases: Phrases[] = [];
  for (const { key, value } of source.entries(source.root, 'the file', ['language', 'topic', 'scope', 'intents'])) {
    if (key === 'scope') scope = parseScope(source, value);
    else if (key === 'topic') topic = source.text(value, 'topic');
    else if (key === 'language') {
      const language = source.text(value, 'language');
      if (language !== folder)
        source.fault(
          value,
          `language "${language}" does not fit the folder "${folder}/": write "language: ${folder}" or move the file`,
        );
    } else if (topic === null) source.fault(value, 'write "topic: <name>" above "intents:"');
    else
      for (const entry of source.entries(value, '"intents"')) phrases.push(parsePhrases(source, entry, topic, folder, scope));
  }
  return phrases;
}

function parsePhrases(source: YamlSource, entry: Entry, topic: string, tongue: Tongue, scope: Scope): Phrases {
  const got = new Map(
    source
      .entries(entry.value, `intent "${entry.key}"`, ['title', 'examples', 'patterns', 'answer'])
      .map((e) => [e.key, e.value]),
  );
  const title = got.get('title');
  const answer = got.get('answer');
  const examples = got.get('examples');
  const patterns = got.get('patterns');
  const rows = patterns === undefined ? [] : source.items(patterns).flatMap((item) => parseRow(source, item) ?? []);
  if (rows.length > MAX_PATTERNS)
    source.fault(entry, `"${entry.key}" has more than ${MAX_PATTERNS} patterns: turn some into examples`);
  return {
    intent: entry.key,
    topic,
    tongue,
    scope,
    title: title === undefined ? null : source.sentence(title, 'title'),
    examples: examples === undefined ? [] : parseExamples(source, entry, examples),
    patterns: rows.filter((row) => 'pattern' in row),
    regexes: rows.filter((row) => 'regex' in row),
    ...answersOf(source, answer),
    at: { file: entry.file, line: entry.line },
  };
}

function answersOf(source: YamlSource, value: Value | undefined): Pick<Phrases, 'answers' | 'answersAt'> {
  const answers = value === undefined ? [] : source.sentences(value, 'answer');
  return { answers: answers.map(({ text }) => text), answersAt: answers.map(({ at }) => at) };
}

function parseExamples(source: YamlSource, entry: Entry, value: Value): readonly Example[] {
  const examples = source.sentences(value, 'example').map(({ text, at }) => ({ text, at, key: sentenceKey(words(text)) }));
  if (examples.length > MAX_EXAMPLES)
    source.fault(value, `"${entry.key}" has more than ${MAX_EXAMPLES} examples: keep the most different ones`);
  for (const { text, at } of examples)
    if (words(text).length === 0) source.fault(at, `the example "${text}" has no words: remove it`);
  return examples;
}

function parseRow(source: YamlSource, item: Value): PatternRow | RegexRow | null {
  const at = { file: item.file, line: item.line };
  const got = source.isMapping(item)
    ? new Map(source.entries(item, 'a pattern', ['pattern', 'regex', 'not', 'priority', 'answer']).map((e) => [e.key, e.value]))
    : new Map([['pattern', item]]);
  const what = got.has('regex') ? 'regex' : 'pattern';
  const written = got.get(what);
  if (written === undefined || (what === 'regex' && got.has('pattern'))) {
    const fault =
      written === undefined
        ? 'this row has no pattern: add "pattern: …" or "regex: …"'
        : 'this row has a pattern and a regex: make it two rows';
    source.fault(at, fault);
    return null;
  }
  const text = source.sentence(written, what);
  const not = got.get('not');
  const priority = got.get('priority');
  const answer = got.get('answer');
  const level = priority === undefined ? 0 : Number(source.text(priority, 'priority'));
  if (!Number.isInteger(level) || Math.abs(level) > 1000)
    source.fault(priority ?? at, 'priority must be a whole number from -1000 to 1000');
  if (text === null) return null;
  try {
    const row = {
      source: text,
      not:
        not === undefined
          ? []
          : source
              .sentences(not, 'not')
              .map((n) => words(n.text))
              .filter((n) => n.length > 0),
      priority: level,
      ...answersOf(source, answer),
      at,
    };
    return what === 'regex' ? { ...row, regex: compileRegex(text) } : { ...row, pattern: compilePattern(text) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    source.fault(written, `${what} "${text.slice(0, 80)}": ${error.message}`);
    return null;
  }
}
