import { useEffect, useRef, useState } from 'preact/hooks';
import { MAX_COMMENT_CHARS, RATING_REASONS } from '#protocol/limits.ts';
import type { Rating } from '#protocol/shapes.ts';
import { keepTyped, typedIn } from '#widget/typed.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

const GOOD = RATING_REASONS.slice(0, 4);
const BAD = RATING_REASONS.slice(4);
const STARS = [1, 2, 3, 4, 5] as const;
const STAR = 'M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1L12 17l-5.4 3 1.1-6.1-4.5-4.3 6.1-.8z';

interface RatingFormProps {
  readonly conversation: string;
  readonly given: Rating | null;
  readonly done: () => void;
}

/** Stars first; reasons and a comment only once there are stars, and only those that fit them. */
export function RatingForm({ conversation, given, done }: RatingFormProps) {
  const { chat, words } = useFace();
  const [typed, setTyped] = useState<Rating>(
    () => typedIn(chat, conversation).rating ?? given ?? { stars: 0, reasons: [], comment: '' },
  );
  const { stars, reasons, comment } = typed;
  const type = (more: Partial<Rating>) => {
    const now = { ...typed, ...more };
    keepTyped(chat, conversation, 'rating', now);
    setTyped(now);
  };
  const form = useRef<HTMLFormElement>(null);
  const chosen = stars > 0;
  // The form grows below the stars: bring the new part into view.
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (chosen) form.current?.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
  }, [chosen]);
  const fitting = stars >= 4 ? GOOD : stars <= 2 ? BAD : RATING_REASONS;

  const close = () => {
    keepTyped(chat, conversation, 'rating', undefined);
    done();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (stars === 0) return;
    const kept = fitting.filter((reason) => reasons.includes(reason));
    void chat.do({ type: 'rate', stars, reasons: kept, comment: comment.trim() });
    close();
  };
  const skip = () => {
    if (given === null) void chat.do({ type: 'skip-rating' });
    close();
  };
  return (
    <form ref={form} class="card rating" onSubmit={submit}>
      <fieldset class="stars" data-stars={stars}>
        <legend>{words.rateTitle}</legend>
        {STARS.map((n) => (
          <label key={n} class={n <= stars ? 'lit' : ''} title={words.starWords[n - 1]}>
            <input type="radio" name="stars" value={n} checked={stars === n} onChange={() => type({ stars: n })} />
            <Icon name={STAR} solid />
            <span class="hush">
              {words.stars(n)}, {words.starWords[n - 1]}
            </span>
          </label>
        ))}
      </fieldset>
      <p class="verdict" aria-hidden="true">
        {stars > 0 ? words.starWords[stars - 1] : '\u00a0'}
      </p>
      {stars > 0 && (
        <>
          <fieldset class="reasons">
            <legend>{words.reasonsTitle}</legend>
            {fitting.map((reason) => (
              <label key={reason}>
                <input
                  type="checkbox"
                  checked={reasons.includes(reason)}
                  onChange={(event) =>
                    type({
                      reasons: event.currentTarget.checked ? [...reasons, reason] : reasons.filter((other) => other !== reason),
                    })
                  }
                />
                <span>{words.reasons[reason]}</span>
              </label>
            ))}
          </fieldset>
          <label>
            <span>
              {words.comment} <small>{words.optional}</small>
            </span>
            <textarea
              rows={2}
              maxLength={MAX_COMMENT_CHARS}
              value={comment}
              onInput={(event) => type({ comment: event.currentTarget.value })}
            />
          </label>
        </>
      )}
      <div class="row">
        <button type="submit" class="main" disabled={stars === 0}>
          {words.submitRating}
        </button>
        <button type="button" class="plain" onClick={skip}>
          {words.skip}
        </button>
      </div>
    </form>
  );
}
