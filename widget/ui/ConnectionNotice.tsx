import type { Link } from '#widget/session.ts';
import { useFace } from './face.ts';

/** Says when the line is down and that nothing is lost; silent while all is well. */
export function ConnectionNotice({ link }: { readonly link: Link }) {
  const { words } = useFace();
  const said: Partial<Record<Link, string>> = {
    offline: words.linkOffline,
    outdated: words.linkOutdated,
    unsigned: words.why?.identity,
    connecting: words.linkConnecting,
  };
  const text = said[link];
  return (
    <div class={`notice ${link}`} role="status" hidden={!text}>
      {text}
      {link === 'outdated' && (
        <button type="button" onClick={() => location.reload()}>
          {words.reload}
        </button>
      )}
    </div>
  );
}
