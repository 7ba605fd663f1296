import { useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';
import { Icon } from './Icon.tsx';

export function CloseDialog(props: { readonly onClose: () => void; readonly onChoose: (resolved: boolean) => void }) {
  const words = useWords();
  return (
    <Dialog title={words.act.closeTitle} onClose={props.onClose}>
      <p>{words.act.closeText}</p>
      <div class="form-end">
        <button type="button" class="plain" onClick={() => props.onChoose(false)}>
          <Icon name="cross" size={16} /> {words.act.closeUnresolved}
        </button>
        <button type="button" class="primary" autofocus onClick={() => props.onChoose(true)}>
          <Icon name="check" size={16} /> {words.act.closeResolved}
        </button>
      </div>
    </Dialog>
  );
}
