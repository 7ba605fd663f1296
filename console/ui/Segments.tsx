import { useId } from 'preact/hooks';

/** One choice of a few, all of them in sight. */
export function Segments<K extends string>(props: {
  readonly label: string;
  readonly value: K;
  readonly options: readonly (readonly [K, string])[];
  readonly onValue: (value: K) => void;
}) {
  const name = useId();
  return (
    <div class="segments" role="radiogroup" aria-label={props.label}>
      {props.options.map(([value, text]) => (
        <label key={value}>
          <input type="radio" name={name} checked={props.value === value} onChange={() => props.onValue(value)} />
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}
