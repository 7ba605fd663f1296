import { useState } from 'preact/hooks';
import { notificationPermission } from '#console/alerts.ts';
import { useSurroundings } from './context.ts';

/** Asks in our own words first; the browser's question comes only after a yes, and a "not now" is kept. */
export function NotifyOffer() {
  const { words, preferences, prefer } = useSurroundings();
  const [permission, setPermission] = useState(notificationPermission());
  if (permission !== 'default' || preferences.notAsked) return null;
  return (
    <aside class="offer">
      <p>{words.alert.offer}</p>
      <button type="button" class="small primary" onClick={async () => setPermission(await Notification.requestPermission())}>
        {words.alert.yes}
      </button>
      <button type="button" class="small plain" onClick={() => prefer({ notAsked: true })}>
        {words.alert.no}
      </button>
    </aside>
  );
}
