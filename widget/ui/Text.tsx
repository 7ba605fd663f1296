import { useFace } from './face.ts';

/** Marks (protocol/markup.ts) other than bold, which greetings have: a text without any needs no parser. */
const MARKS = /[`[]|(^|[^*])\*(?!\*)|https?:|^\s*([-•]|\d+[.)、])\s/m;
const BOLD = /\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*(?!\w)/;

/** A message's text: with all its marks once ui/Markup.tsx is here. */
export function Text({ text }: { readonly text: string }) {
  const { late, later } = useFace();
  const marked = later ?? (MARKS.test(text) ? late('cards') : undefined);
  if (marked) return <marked.Markup text={text} />;
  return (
    <>
      {text.split(/\n\s*\n/).map((paragraph, at) => (
        <p key={at}>{paragraph.split(BOLD).map((part, odd) => (odd % 2 ? <strong key={odd}>{part}</strong> : part))}</p>
      ))}
    </>
  );
}
