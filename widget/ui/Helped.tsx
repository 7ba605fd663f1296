import { useFace } from './face.ts';

/** Under an answer: did it help? `helped` is what was said, null when nothing was. */
export function Helped({ seq, helped }: { readonly seq: number; readonly helped: boolean | null }) {
  const { chat, words } = useFace();
  if (helped !== null) return <p class="helped">{helped ? words.helpedYes : words.helpedNo}</p>;
  const say = (value: boolean) => () => void chat.do({ type: 'helped', seq, helped: value });
  return (
    <p class="helped">
      <span id={`helped-${seq}`}>{words.helpedAsk}</span>
      <span>
        <button type="button" aria-describedby={`helped-${seq}`} onClick={say(true)}>
          {words.yes}
        </button>
        <button type="button" aria-describedby={`helped-${seq}`} onClick={say(false)}>
          {words.no}
        </button>
      </span>
    </p>
  );
}
