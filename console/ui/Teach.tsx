/** What the bot missed, in groups, and the drafts made from it. For admins. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Lesson, type MissedReason, teaching } from '#console/teaching.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { useSession, useWords } from './context.ts';
import { Segments } from './Segments.tsx';
import { TeachDrafts } from './TeachDrafts.tsx';
import { TeachGroup } from './TeachGroup.tsx';

const REASONS: readonly MissedReason[] = ['not-known', 'unhelpful', 'handed-off'];
/** More groups than this are no list that anybody works through at once. */
const SHOWN = 100;

export function Teach() {
  const words = useWords();
  const say = words.teach;
  const admin = useSession((state) => state.me.role === 'admin');
  const removals = useSession((state) => state.removals);
  const [lesson, setLesson] = useState<Lesson | null>(null);
  const [reason, setReason] = useState<MissedReason | 'all'>('all');
  const [fault, setFault] = useState('');
  const [done, setDone] = useState('');

  const load = useCallback(async () => {
    const reply = await teaching.lesson();
    if (reply.ok) setLesson(reply.value);
    setFault(reply.ok ? '' : refusalWords(words, reply.refusal));
  }, [words]);
  useEffect(() => {
    if (admin) void load();
  }, [load, admin, removals]);

  const groups = (lesson?.groups ?? []).filter(
    (group) => reason === 'all' || group.questions.some((question) => question.reason === reason),
  );
  return (
    <main class="page teach">
      <header class="page-head">
        <div>
          <h1>{say.title}</h1>
          <p class="hint">{admin ? say.text : say.adminsOnly}</p>
        </div>
        {lesson && (
          <p class="teach-counts">
            <span class="tag">{say.open(lesson.open)}</span>
            {lesson.drafted > 0 && <span class="tag">{say.drafted(lesson.drafted)}</span>}
          </p>
        )}
      </header>
      <p class="fault" role="alert">
        {fault}
      </p>
      <p class="teach-done" role="status">
        {done}
      </p>
      {lesson && lesson.drafts.length > 0 && (
        <TeachDrafts
          lesson={lesson}
          onChange={load}
          onPublished={(handled) => {
            setDone(say.published(handled));
            void load();
          }}
        />
      )}
      {lesson && (
        <Segments
          label={say.filter}
          value={reason}
          options={[['all', say.all], ...REASONS.map((one) => [one, say.reason[one]] as const)]}
          onValue={setReason}
        />
      )}
      {lesson
        ? groups.length === 0 && <p class="empty">{say.none}</p>
        : admin && !fault && <p class="empty">{words.loading}</p>}
      <ul class="cards teach-groups">
        {groups.slice(0, SHOWN).map((group) => (
          <TeachGroup key={group.ids[0]} group={group} intents={lesson?.intents ?? []} onChange={load} />
        ))}
      </ul>
    </main>
  );
}
