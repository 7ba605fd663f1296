import type { TraceView } from '#protocol/agents.ts';
import { useWords } from './context.ts';

const share = (score: number) => score.toFixed(2);

/** Why the bot said this: one sentence, and the figures behind it for who wants them. */
export function Trace({ trace }: { readonly trace: TraceView }) {
  const words = useWords().trace;
  const rows: readonly (readonly [string, string])[] = [
    [words.howLabel, words.how[trace.how]],
    ...(trace.intent === null ? [] : ([[words.intent, trace.intent]] as const)),
    ...(trace.score === null ? [] : ([[words.score, share(trace.score)]] as const)),
    ...(trace.runnerUp === null
      ? []
      : ([[words.runnerUp, `${trace.runnerUp.intent} ${share(trace.runnerUp.score)}`]] as const)),
    [words.scope, trace.scope],
    [words.table, trace.tableVersion],
  ];
  return (
    <details class="trace">
      <summary title={words.label}>
        <span>{words.sentence(trace)}</span>
      </summary>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
