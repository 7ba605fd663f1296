/**
 * One esbuild plugin with two jobs for the browser bundles:
 *  1. CSS files become minified text, for constructable stylesheets. Nothing is lowered: logical properties would double.
 *  2. Preact's `dangerouslySetInnerHTML` branch is cut out: with it gone, no shipped line can turn a string into HTML.
 * Each cut is checked: when a new version of the library no longer matches, the build fails instead of shipping the sink.
 */
import { readFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { leanHooks, leanPreact } from './lean-preact.mjs';

const HTML_PROP = /"dangerouslySetInnerHTML"==(\w+)\?(\w+)=(\w+):/g;
const HTML_WRITE =
  /(\w+)\?\(\w+\|\|\w+&&\(\1\.__html==\w+\.__html\|\|\1\.__html==\w+\.innerHTML\)\|\|\(\w+\.innerHTML=\1\.__html\),\w+\.__k=\[\]\):/g;

/** @param {{ minify: boolean, functionsOnly?: boolean }} options `functionsOnly`: Preact as lean-preact.mjs leaves it */
export function leanBundle({ minify, functionsOnly = false }) {
  return {
    name: 'lean-bundle',
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const { code } = await esbuild.transform(source, { loader: 'css', minify, target: 'esnext', sourcefile: path });
        return { contents: code.trimEnd().replace(/="([\w-]+)"\]/g, '=$1]'), loader: 'text' };
      });
      build.onLoad({ filter: /preact[\\/]dist[\\/]preact\.mjs$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = (functionsOnly ? leanPreact(source) : source)
          .replace(HTML_PROP, '"dangerouslySetInnerHTML"==$1?0:')
          .replaceAll('"dangerouslySetInnerHTML"', '"-"')
          .replace(HTML_WRITE, '');
        if (/innerHTML/i.test(contents))
          throw new Error(`${path}: the HTML branch has another shape now; adapt scripts/lean-bundle.mjs`);
        return { contents, loader: 'js' };
      });
      if (!functionsOnly) return;
      build.onLoad({ filter: /preact[\\/]hooks[\\/]dist[\\/]hooks\.mjs$/ }, async ({ path }) => ({
        contents: leanHooks(await readFile(path, 'utf8')),
        loader: 'js',
      }));
    },
  };
}
