import type { QueueView } from '#protocol/shapes.ts';
import { useFace } from './face.ts';
import { Icon } from './Icon.tsx';

/** Place in line, an honest estimate, and the way back. */
export function WaitingCard({ queue, cancelling }: { readonly queue: QueueView; readonly cancelling: boolean }) {
  const { chat, words } = useFace();
  const { position, etaMs } = queue;
  const minutes = etaMs === null ? null : Math.ceil(etaMs / 60_000);
  const eta = etaMs === null || minutes === null ? words.etaUnknown : etaMs < 60_000 ? words.etaSoon : words.eta(minutes);
  return (
    <section class="card waiting" aria-label={words.waitingTitle}>
      <div class="raised" aria-hidden="true">
        <Icon name="hand" solid />
        <b>{position}</b>
      </div>
      <h2>{words.waitingTitle}</h2>
      <p class="place" role="status">
        {words.place(position)}
      </p>
      <p>{eta}</p>
      <p class="quiet">{words.waitingHint}</p>
      <button type="button" class="plain" disabled={cancelling} onClick={() => void chat.do({ type: 'cancel-wait' })}>
        {words.cancelWait}
      </button>
    </section>
  );
}
