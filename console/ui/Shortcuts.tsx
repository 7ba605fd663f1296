import { SHORTCUTS } from '#console/shortcuts.ts';
import { useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';

export function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const rows = [
    ...SHORTCUTS.map(({ keys, action }) => ({ keys, text: words.keys.action[action] })),
    { keys: ['/'], text: words.keys.canned },
  ];
  return (
    <Dialog title={words.keys.title} onClose={onClose}>
      <dl class="keys">
        {rows.map(({ keys, text }) => (
          <div key={keys.join()}>
            <dt>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && keys[0] === 'g' && ` ${words.keys.followedBy} `}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
