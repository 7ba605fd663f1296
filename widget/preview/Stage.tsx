import { useEffect, useRef, useState } from 'preact/hooks';
import { Choice } from './Field.tsx';
import type { Choices } from './tag.ts';
import type { PreviewWords } from './words.ts';

interface StageProps {
  readonly choices: Choices;
  readonly words: PreviewWords;
}

/** Of what was chosen all that can be seen; '' takes back what was said before. */
function seen(choices: Choices): Record<string, string> {
  const { site: _site, course: _course, consent: _consent, ...look } = choices;
  return { ...look, theme: look.theme || 'auto' };
}

/** A lesson of the demo in a frame, with the real widget on it. */
export function Stage({ choices, words }: StageProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [device, setDevice] = useState<'phone' | 'desktop'>(() =>
    matchMedia('(max-width: 900px)').matches ? 'phone' : 'desktop',
  );
  const [loaded, setLoaded] = useState(0);
  const [failed, setFailed] = useState(false);
  const shown = useRef(false);

  useEffect(() => {
    const view = frame.current?.contentWindow;
    if (loaded === 0 || !view) return;
    const show = () => {
      view.Handraise?.('update', seen(choices));
      if (shown.current) return;
      shown.current = true;
      view.Handraise?.('open');
    };
    if (view.Handraise) return show();
    const { document: page } = view;
    page.addEventListener('handraise:ready', show);
    return () => page.removeEventListener('handraise:ready', show);
  }, [loaded, choices]);

  const arrived = () => {
    // A missing page answers with plain text: there is no lesson in it.
    setFailed(!frame.current?.contentDocument?.querySelector('main'));
    shown.current = false;
    setLoaded((n) => n + 1);
  };
  const lang = words.lang === 'en' ? 'en' : 'zh';
  return (
    <section class="stage">
      <Choice
        name="device"
        label={words.device}
        options={{ phone: words.phone, desktop: words.desktop }}
        value={device}
        choose={(value) => setDevice(value === 'phone' ? 'phone' : 'desktop')}
      />
      {failed && (
        <p class="fault" role="alert">
          {words.frameFailed}
        </p>
      )}
      <div class={`device ${device}`}>
        <iframe ref={frame} title={words.frame} src={`/demo/${lang}/lessons/loops.html`} onLoad={arrived} />
      </div>
    </section>
  );
}
