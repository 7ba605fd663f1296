/** Who may import whom (ARCHITECTURE.md, "Walls"), as data, and the checker that reads source text against it. */

/** Folder -> the aliases it may import from: others', and its own where it has folders inside. `../` never occurs. */
export const WALLS: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  'server/domain': [],
  'server/bot': ['#bot', '#domain'],
  'server/store': ['#store', '#domain'],
  'server/desk': ['#domain', '#bot', '#store'],
  'server/gateway': ['#desk', '#domain', '#protocol'],
  server: ['#gateway', '#desk', '#bot', '#store', '#domain', '#protocol'],
  widget: ['#widget', '#protocol'],
  console: ['#console', '#protocol'],
};

/** Package -> the only files that may import it. */
export const FENCES: Readonly<Record<string, RegExp>> = {
  express: /^server\/(gateway\/|app\.ts$)/,
  'socket.io': /^server\/(gateway\/|app\.ts$)/,
  'better-sqlite3': /^server\/store\/sqlite[\w-]*\.ts$/,
  re2js: /^server\/bot\/regex\.ts$/,
  'wink-nlp': /^server\/bot\/tokens\.ts$/,
  'wink-eng-lite-web-model': /^server\/bot\/tokens\.ts$/,
  'socket.io-client': /^(widget|console)\/connection\.ts$/,
  preact: /^(widget|console)\//,
};

/** Text that may stand only in the files named; the reason is what the reader is told. */
export const PHRASES: readonly { readonly pattern: RegExp; readonly only: RegExp; readonly why: string }[] = [
  {
    pattern: /\bsocket\.on\(/,
    only: /^(server\/gateway\/listen\.ts|widget\/connection\.ts|console\/connection\.ts)$/,
    why: 'a listener that throws ends the process: use gateway/listen.ts',
  },
  {
    pattern: /\b(Date\.now|Math\.random)\(|new Date\(\)/,
    only: /^(server\/(main|app)\.ts|server\/gateway\/|widget\/|console\/)/,
    why: 'time and chance are handed in',
  },
  {
    pattern: /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML)\b/,
    only: /^$/,
    why: 'text becomes nodes, never HTML strings',
  },
  { pattern: /\bnew Function\(|\beval\(/, only: /^$/, why: 'no code from strings' },
  { pattern: /\bprocess\.env\b/, only: /^server\/(main|config)\.ts$/, why: 'the environment is read once, in config.ts' },
];

const IMPORT =
  /(?:\bimport\s*(?:type\s+)?(?:[\w*{}\s,$]+\s+from\s*)?|\bexport\s+(?:type\s+)?[\w*{}\s,$]+\s+from\s*|\bimport\()\s*['"]([^'"]+)['"]/g;

const folderOf = (file: string) =>
  Object.keys(WALLS)
    .filter((folder) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];

/** Faults of one source file, each a sentence. `file` is relative to the project's root, with forward slashes. */
export function faults(file: string, source: string): string[] {
  const folder = folderOf(file);
  if (folder === undefined) return [];
  const found: string[] = [];
  for (const [, target = ''] of source.matchAll(IMPORT)) {
    if (target.startsWith('../')) found.push(`${file}: import ${target} by its alias; folders are walls`);
    else if (target.startsWith('#')) {
      const alias = target.split('/')[0] ?? '';
      if (!WALLS[folder]?.includes(alias)) found.push(`${file}: ${folder} may not import ${alias}`);
    } else if (!target.startsWith('./')) {
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? '');
      const fence = FENCES[name];
      if (fence && !fence.test(file)) found.push(`${file}: only ${fence.source} may import ${name}`);
    }
  }
  const code = source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, '');
  for (const { pattern, only, why } of PHRASES) {
    if (pattern.test(code) && !only.test(file)) found.push(`${file}: ${pattern.source} may not stand here: ${why}`);
  }
  return found;
}
