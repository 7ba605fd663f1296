/** The pages to compare: one of the demo's lessons bare, with ours, and with two peers from npm, all served by one server. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** MIT both; pinned, so that the table says what it measured. Installed for the bench alone. */
const PEERS = {
  papercups: {
    packages: ['@papercups-io/chat-widget@1.3.1', 'react@17.0.2', 'react-dom@17.0.2'],
    entry: `import { createElement } from 'react';
import { render } from 'react-dom';
import { ChatWidget } from '@papercups-io/chat-widget';
const box = document.createElement('div');
document.body.append(box);
render(createElement(ChatWidget, { token: 'bench', inbox: 'bench', baseUrl: location.origin }), box);`,
  },
  'deep-chat': {
    packages: ['deep-chat@2.4.2'],
    entry: `import 'deep-chat';
document.body.append(document.createElement('deep-chat'));`,
  },
} as const;
const NAMES = { papercups: '@papercups-io/chat-widget', 'deep-chat': 'deep-chat' } as const;

export type Variant = 'bare' | 'ours' | keyof typeof PEERS;
export const VARIANTS: readonly Variant[] = ['bare', 'ours', 'papercups', 'deep-chat'];
export const nameOf = (variant: Variant): string =>
  variant === 'ours' ? 'Handraise' : variant === 'bare' ? 'the page alone' : NAMES[variant];

/** Lays the pages out as `<web>/demo/bench/<variant>.html`. `peers`: false leaves them out (no network). */
export async function layOut(web: string, peers: boolean): Promise<readonly Variant[]> {
  cpSync('widget/demo', join(web, 'demo'), { recursive: true });
  const lesson = readFileSync('widget/demo/en/lessons/variables.html', 'utf8');
  const bare = lesson
    .replace(/<script[^>]*handraise\.js[\s\S]*?<\/script>/g, '')
    .replace(/<script[^>]*demo\.js[^>]*><\/script>/g, '');
  if (bare.includes('handraise.js'))
    throw new Error('the lesson carries the tag in another form now: adapt scripts/widget-bench/pages.ts');
  const folder = join(web, 'demo', 'bench');
  mkdirSync(folder, { recursive: true });
  const write = (variant: Variant, tag: string) =>
    writeFileSync(join(folder, `${variant}.html`), bare.replace('</body>', `${tag}</body>`));
  write('bare', '');
  write('ours', '<script async src="/widget/handraise.js" data-site="bench" data-lang="en"></script>');
  if (!peers) return ['bare', 'ours'];
  for (const [variant, { packages, entry }] of Object.entries(PEERS)) {
    const home = join(web, 'peers', variant);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', ...packages], {
      cwd: home,
      stdio: 'ignore',
    });
    writeFileSync(join(home, 'entry.js'), entry);
    await build({
      absWorkingDir: home,
      entryPoints: [join(home, 'entry.js')],
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
      outfile: join(folder, `${variant}.js`),
      loader: { '.svg': 'dataurl', '.css': 'text' },
      logLevel: 'error',
    });
    write(variant as Variant, `<script async src="/demo/bench/${variant}.js"></script>`);
  }
  return VARIANTS;
}
