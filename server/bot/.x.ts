import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { logits, train } from './classifier.ts';
import { corpusOf } from './corpus.ts';
import { blocksOf } from './features.ts';
import { isHan, words } from './normalise.ts';
import { parseTable } from './parse-table.ts';
import { stem } from './tokens.ts';
import { learnVocabulary, vectorOf } from './vectors.ts';

const dir = '/work/main/intents';
const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
  .filter((f) => f.endsWith('.yaml'))
  .map((path) => ({ path, text: readFileSync(dir + '/' + path, 'utf8') }));
const p = parseTable(files);
if (!p.ok) throw new Error('faults ' + p.faults[0].message);
const variants = JSON.parse(process.argv[3] ?? '[{}]');
const tongue = process.argv[2] as 'en' | 'zh';
const corpus = corpusOf(p.table, tongue);
const tests: { id: string; t: string }[] = [];
const td = '/work/main/tests/intents/' + tongue;
for (const f of readdirSync(td)) {
  const y = parse(readFileSync(td + '/' + f, 'utf8'));
  for (const [id, l] of Object.entries(y)) for (const t of l as string[]) tests.push({ id, t });
}
for (const o of variants) {
  const B = (tok: readonly string[]) => {
    let b = blocksOf(tongue, tok) as string[][];
    b = b.map((x) => [...x]);
    if (o.noSkip) b[1] = [];
    if (o.split) {
      const u: string[] = [],
        bi: string[] = [];
      b[0].forEach((f) => (f.includes(' ') ? bi : u).push(f));
      b = [u, bi, b[1], b[2]];
    }
    if (o.zsplit) {
      const u: string[] = [],
        bi: string[] = [];
      b[0].forEach((f) => ([...f].length > 1 && isHan(f) ? bi : u).push(f));
      b = [u, bi, b[1], b[2]];
    }
    if (o.pairs) {
      const s = [...new Set(tok.map(stem))].filter((w) => w.length > 2).sort();
      const pr: string[] = [];
      for (let i = 0; i < s.length; i++) for (let j = i + 1; j < s.length; j++) pr.push(s[i] + '&' + s[j]);
      b[1] = pr;
    }
    return b;
  };
  const V = (v: any, b: any) => {
    const x = vectorOf(v, b);
    if (!o.bw) return x;
    const w = o.bw;
    const vals = Float32Array.from(x.values);
    x.ids.forEach((id, i) => {
      vals[i] *= w[+v.names[id][0]];
    });
    return { ...x, values: vals };
  };
  const LV = (bl: any[]) => {
    const v: any = learnVocabulary(bl);
    v.names = [...v.ids.keys()];
    return v;
  };
  const how = { epochs: o.epochs ?? 10, rate: o.rate ?? 0.5 };
  const bl = corpus.lessons.map((l) => B(l.tokens));
  let ok = 0,
    n = 0,
    ms = 0,
    nf = 0;
  for (let f = 0; f < 2; f++) {
    const inn: number[] = [],
      out: number[] = [];
    corpus.lessons.forEach((l, i) => (l.example && i % 4 === f ? out : inn).push(i));
    const v = LV(inn.map((i) => bl[i]));
    nf = v.ids.size;
    const c = train(
      inn.map((i) => V(v, bl[i])),
      inn.map((i) => corpus.lessons[i].label),
      corpus.classes.length,
      v.ids.size,
      how,
    );
    const s = new Float32Array(corpus.classes.length);
    for (const i of out) {
      logits(c, V(v, bl[i]), s);
      n++;
      if (s.indexOf(Math.max(...s)) === corpus.lessons[i].label) ok++;
    }
  }
  console.log(tongue, JSON.stringify(o), 'features', nf, 'cv', ((ok / n) * 100).toFixed(2));
}
