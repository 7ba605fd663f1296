/** The arguments of a command: what it does not know ends it with one sentence and its usage, never with a stack trace. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

export function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

export function readArguments<T extends ParseArgsConfig>(config: T, usage: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
