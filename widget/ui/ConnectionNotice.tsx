import type { Link } from '#widget/session.ts';
import { useFace } from './face.ts';

/** Says when the line is down and that nothing is lost; silent while all is well. */
export function ConnectionNotice({ link }: { readonly link: Link }) {
  const { words } = useFace();
  const text =
    link === 'offline'
      ? words.linkOffline
      : link === 'outdated'
        ? words.linkOutdated
        : link === 'unsigned'
          ? (words.why?.identity ?? '')
          : link === 'connecting'
            ? words.linkConnecting
            : '';
  return (
    <div class={`notice ${link}`} role="status" hidden={text === ''}>
      {text}
      {link === 'outdated' && (
        <button type="button" onClick={() => location.reload()}>
          {words.reload}
        </button>
      )}
    </div>
  );
}
