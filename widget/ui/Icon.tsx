/** Icons as paths, 24 x 24, drawn with the text's colour. Those of late files lie there. */
const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12 5l7 7-7 7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20.5c.5-3.5 3.5-5.5 7-5.5s6.5 2 7 5.5',
  pin: 'M12 21s-7-6-7-11a7 7 0 0 1 14 0c0 5-7 11-7 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  /** The launcher is drawn with it, too. */
  hand: '',
};

/** `css`: the launcher's, which has the path. */
export const setHand = (css: string): void => {
  PATHS.hand = /path\("(.+?)"/.exec(css)?.[1] ?? '';
};

/** `name`: one of these, or a path. */
export function Icon({ name, solid }: { readonly name: keyof typeof PATHS | `M${string}`; readonly solid?: boolean }) {
  return (
    <svg class={solid ? 'icon solid' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name as keyof typeof PATHS] ?? name} />
    </svg>
  );
}
