/** The parts of README that are made, not written: each stands between `<!-- name -->` and `<!-- /name -->`. */
import { VARIABLES, type Variable } from '#server/config.ts';

/** Replaces what stands between the markers; throws when they are missing. */
export function replaceBlock(text: string, name: string, body: string): string {
  const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(from), text.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`README has no block ${from} … ${to}`);
  return `${text.slice(0, start + from.length)}\n${body.trim()}\n${text.slice(end)}`;
}

/** What stands between the markers now. */
export function readBlock(text: string, name: string): string {
  const found = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n?<!-- /${name} -->`).exec(text);
  if (!found) throw new Error(`README has no block <!-- ${name} -->`);
  return (found[1] ?? '').trim();
}

const cell = (text: string) => text.replaceAll('|', '\\|');

export function configurationTable(variables: readonly Variable[] = VARIABLES): string {
  const rows = variables.map(
    ({ name, standard, meaning }) => `| \`${name}\` | ${standard === '' ? '' : `\`${standard}\``} | ${cell(meaning)} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}
