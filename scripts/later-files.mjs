/**
 * Two esbuild plugins for the files that learners fetch after the panel stands.
 *  1. borrow: what the app lends (widget/kit.ts) takes the place of the imports, so that the later file holds only itself.
 *  2. splitWords: a dictionary in two, what an open panel says and what comes after the first word.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Name it is fetched by -> source. Types: `LateFiles` in widget/late.ts. */
export const LATE_FILES = {
  cards: 'widget/ui/cards.tsx',
  files: 'widget/ui/files.tsx',
};

/** Import path as it is written -> the names that come from the app. A module's other exports stay its own. */
const FROM_APP = {
  preact: ['Fragment', 'options'],
  'preact/jsx-runtime': ['Fragment', 'jsx', 'jsxs'],
  '#widget/session.ts': ['isPending'],
  './face.ts': ['useFace'],
  './Icon.tsx': ['Icon'],
  './QuickReplies.tsx': ['QuickReplies'],
};
/** What ui/cards.tsx adds to the kit, so that all late files have the same. */
const FROM_CARDS = { 'preact/hooks': ['useEffect', 'useLayoutEffect', 'useRef', 'useState'] };

const kitOf = (lent) => {
  const names = [...new Set(Object.values(lent).flat())].join(',');
  return `export let ${names};
const waiting = [];
export const whenLent = (work) => waiting.push(work);
export const lend = (kit) => {
  ({${names}} = kit);
  if ([${names}].includes(undefined)) throw new Error('the app is of another version');
  for (const work of waiting) work();
};`;
};

/** For the late file of that name. */
export const borrow = (file) => ({
  name: 'borrow',
  setup(build) {
    const lent = file === 'cards' ? FROM_APP : { ...FROM_APP, ...FROM_CARDS };
    build.onResolve({ filter: /.*/ }, ({ path, importer, pluginData, namespace }) => {
      if (path === 'kit' || path === '#widget/kit.ts') return { path: 'kit', namespace: 'kit' };
      if (!(path in lent) || pluginData === 'own' || namespace === 'lent') return undefined;
      return { path, namespace: 'lent', pluginData: dirname(importer) };
    });
    build.onLoad({ filter: /.*/, namespace: 'kit' }, () => ({ contents: kitOf(lent), loader: 'js' }));
    build.onLoad({ filter: /.*/, namespace: 'lent' }, async ({ path, pluginData: resolveDir }) => {
      const names = `export { ${lent[path].join(', ')} } from 'kit';`;
      if (path.startsWith('preact')) return { contents: names, loader: 'js' };
      const own = await build.resolve(path, { kind: 'import-statement', resolveDir, pluginData: 'own' });
      return { contents: `${names}\nexport * from ${JSON.stringify(own.path)};`, loader: 'js', resolveDir };
    });
  },
});

/** What only late files and the parts they bring say. The type `Words` holds both halves. */
const LATER_WORDS = new Set(
  (
    'bot earlier today yesterday newMessages sent read typing opensHost tooLong helpedAsk yes no helpedYes helpedNo retry edit discard noLineYet notSent retryIn why endChat endSure endYes keepChatting waitingTitle place eta etaSoon etaUnknown cancelWait ' +
    'waitingHint stillWaiting waitCancelled joined leftToBot leftToQueue leftToAgent ended reopened contactLeft offlineTitle ' +
    'offlineUntil offlineNoHours email emailWrong name optional question questionMissing leaveMessage backToBot offlineThanks ' +
    'rateTitle stars starWords reasonsTitle reasons comment submitRating skip rateThanks changeRating startNew ' +
    'attach dropHere fileRemove download fileKinds fileTooBig fileTooMany filesMost fileLost fileFailed copyCode copied sound popOut transcript'
  ).split(' '),
);

/** Leaves one half of each dictionary: `later` or the rest. Relies on how the formatter writes them, and says so where it does not. */
export const splitWords = (later) => ({
  name: 'split-words',
  setup(build) {
    build.onLoad({ filter: /[\\/]words[\\/][a-z]{2}(-[A-Z]{2})?\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const [, head, body, tail] = /^(.*export const words: Words = \{\n)(.*?\n)(\};.*)$/s.exec(source) ?? [];
      if (body === undefined)
        throw new Error(`${path}: expected "export const words: Words = {" and the formatter's indentation`);
      const entries = body.split(/^(?= {2}\w+:)/m);
      const keys = entries.map((entry) => /^ {2}(\w+):/.exec(entry)?.[1]);
      const missing = [...LATER_WORDS].filter((key) => !keys.includes(key));
      if (missing.length > 0) throw new Error(`${path}: no ${missing.join(', ')}; see LATER_WORDS in scripts/later-files.mjs`);
      const kept = entries.filter((_, at) => LATER_WORDS.has(keys[at]) === later);
      return { contents: head + kept.join('') + tail, loader: 'ts' };
    });
  },
});
