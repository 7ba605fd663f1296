/** What the host page told of the learner with `track()`, newest first. */
import { dateTime, span } from '#console/words/time.ts';
import { useNow, useSession, useWords } from './context.ts';

const AGES_MS = 30_000;

export function OnSite({ id }: { readonly id: string }) {
  const words = useWords();
  const events = useSession((state) => state.tracked.get(id));
  const now = useNow(AGES_MS);
  if (!events || events.length === 0) return null;
  return (
    <section class="facts on-site">
      <h2>{words.details.onSite}</h2>
      <ul>
        {events.toReversed().map(({ id: mark, name, props, at }) => (
          <li key={mark}>
            <p>
              <bdi>{name}</bdi>
              {at === null ? (
                <span>{words.details.beforeChat}</span>
              ) : (
                <time dateTime={new Date(at).toISOString()} title={dateTime(words, at)}>
                  {span(words, Math.max(0, now - at))}
                </time>
              )}
            </p>
            {Object.entries(props).map(([key, value]) => (
              <p key={key} class="prop">
                <bdi>{key}</bdi>: <bdi>{String(value)}</bdi>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
