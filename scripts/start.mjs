// `npm start`: installs and builds what is missing, then runs the server in this process.
import { ensureBuilt, ensureNode, ensurePackages, root } from './ready.mjs';

ensureNode();
process.chdir(root);
ensurePackages();
await ensureBuilt();
await import('../dist/server/main.js');
