import { useCallback, useEffect, useState } from 'preact/hooks';
import { type AgentAccount, type AgentPatch, api, type Reply } from '#console/api.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { dateTime } from '#console/words/time.ts';
import { AddAgent, ResetPassword } from './AgentForms.tsx';
import { useSession, useWords } from './context.ts';
import { Dialog } from './Dialog.tsx';
import { initials } from './Face.tsx';
import { Form } from './Form.tsx';
import { Icon } from './Icon.tsx';
import { Presence } from './Presence.tsx';

type Open = { readonly type: 'add' } | { readonly type: 'reset' | 'disable'; readonly agent: AgentAccount };

export function Agents() {
  const words = useWords();
  const say = words.people;
  const me = useSession((state) => state.me);
  const cards = useSession((state) => state.agents);
  const [agents, setAgents] = useState<readonly AgentAccount[] | null>(null);
  const [fault, setFault] = useState('');
  const [open, setOpen] = useState<Open | null>(null);

  const load = useCallback(async () => {
    const reply = await api.agents();
    if (reply.ok) setAgents(reply.value.agents);
    else setFault(refusalWords(words, reply.refusal));
  }, [words]);
  useEffect(() => void load(), [load]);

  const done = () => {
    setOpen(null);
    setFault('');
    void load();
  };
  const patch = async (agent: AgentAccount, change: AgentPatch) => {
    const reply: Reply<unknown> = await api.changeAgent(agent.id, change);
    if (reply.ok) done();
    else setFault(refusalWords(words, reply.refusal));
  };
  const admin = me.role === 'admin';

  return (
    <main class="page">
      <header class="page-head">
        <div>
          <h1>{say.agentsTitle}</h1>
          {!admin && <p class="hint">{say.adminsOnly}</p>}
        </div>
        {admin && (
          <button type="button" class="primary" onClick={() => setOpen({ type: 'add' })}>
            <Icon name="plus" size={17} /> {say.add}
          </button>
        )}
      </header>
      <p class="fault" role="alert">
        {fault}
      </p>
      {agents === null && fault === '' && <p class="empty">{words.loading}</p>}
      <ul class="cards people">
        {agents?.map((agent) => (
          <li class={agent.disabled ? 'card person person-disabled' : 'card person'} key={agent.id}>
            <span class={agent.id === me.id ? 'face face-mine' : 'face face-other'}>{initials(agent.name)}</span>
            <div class="person-who">
              <b>
                <bdi>{agent.name}</bdi>
              </b>
              <span class="breaks">{agent.login}</span>
            </div>
            <div class="person-state">
              <span class="tag">{words.role[agent.role]}</span>{' '}
              {agent.disabled ? (
                <span class="tag tag-urgent">{say.disabled}</span>
              ) : (
                <Presence agent={cards.find((card) => card.id === agent.id) ?? { online: agent.online, available: true }} />
              )}
              <span class="hint">
                {say.since} {dateTime(words, agent.createdAt)}
              </span>
            </div>
            {admin && agent.id !== me.id && (
              <div class="person-acts">
                <button
                  type="button"
                  class="link"
                  onClick={() => patch(agent, { role: agent.role === 'admin' ? 'agent' : 'admin' })}
                >
                  {agent.role === 'admin' ? say.makeAgent : say.makeAdmin}
                </button>
                <button type="button" class="link" onClick={() => setOpen({ type: 'reset', agent })}>
                  {say.reset}
                </button>
                {agent.disabled ? (
                  <button type="button" class="link" onClick={() => patch(agent, { disabled: false })}>
                    {say.enable}
                  </button>
                ) : (
                  <button type="button" class="link danger" onClick={() => setOpen({ type: 'disable', agent })}>
                    {say.disable}
                  </button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {open?.type === 'add' && <AddAgent onDone={done} onCancel={() => setOpen(null)} />}
      {open?.type === 'reset' && <ResetPassword agent={open.agent} onDone={done} onCancel={() => setOpen(null)} />}
      {open?.type === 'disable' && (
        <Dialog title={say.disable} onClose={() => setOpen(null)}>
          <Form
            button={say.disable}
            send={() => api.changeAgent(open.agent.id, { disabled: true })}
            done={done}
            onCancel={() => setOpen(null)}
          >
            <p>{say.disableAsk(open.agent.name)}</p>
          </Form>
        </Dialog>
      )}
    </main>
  );
}
