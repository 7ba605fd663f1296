import { useDesk, useSession, useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';
import { initials } from './Face.tsx';
import { Presence, rankOf } from './Presence.tsx';

/** Whom to give the chat to: those who are there and taking chats come first. */
export function Transfer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const words = useWords();
  const { client } = useDesk();
  const me = useSession((state) => state.me.id);
  const agents = useSession((state) => state.agents);
  const others = agents
    .filter((agent) => agent.id !== me)
    .sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name, words.tag));
  return (
    <Dialog title={words.transfer.title} onClose={onClose}>
      <p>{others.length === 0 ? words.transfer.none : words.transfer.text}</p>
      <ul class="pick">
        {others.map((agent, index) => (
          <li key={agent.id}>
            <button
              type="button"
              class="plain"
              autofocus={index === 0}
              onClick={() => {
                client.act(id, { type: 'transfer', to: agent.id });
                onClose();
              }}
            >
              <span class="face face-other">{initials(agent.name)}</span>
              <bdi>{agent.name}</bdi>
              <Presence agent={agent} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
