/** `npm run readme`: writes the parts of README that come from the code. The benches write their own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationTable, replaceBlock } from './readme-blocks.ts';

const file = new URL('../README.md', import.meta.url);
writeFileSync(file, replaceBlock(readFileSync(file, 'utf8'), 'table:configuration', configurationTable()));
