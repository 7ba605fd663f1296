import type { ComponentChildren } from 'preact';
import type { Figures, FiguresReport } from '#console/api.ts';
import { useWords } from './context.ts';

/** A share as a percentage, or a dash where nothing was counted. */
export const percent = (share: number | null) => (share === null ? '–' : `${Math.round(share * 100)}%`);
export const stars = (mean: number | null) => (mean === null ? '–' : mean.toFixed(2));

/** All chats, those the bot had alone, those with a person: side by side, never mixed. */
export function Compare({ report }: { readonly report: FiguresReport }) {
  const say = useWords().figures;
  const groups = [report.all, report.bot, report.agents];
  const rows: readonly (readonly [string, (figures: Figures) => string])[] = [
    [say.conversations, (f) => String(f.conversations)],
    [say.ended, (f) => String(f.ended)],
    [say.satisfaction, (f) => percent(f.satisfaction)],
    [say.meanStars, (f) => stars(f.meanStars)],
    [say.ratings, (f) => String(f.ratings)],
    [say.resolution, (f) => percent(f.resolution)],
    [say.automatic, (f) => percent(f.automaticRate)],
    [say.helped, (f) => say.yesNo(f.helpedYes, f.helpedNo)],
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section class="table-frame" aria-label={`${say.all}, ${say.bot}, ${say.agents}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.figure}</th>
            <th scope="col">{say.all}</th>
            <th scope="col">{say.bot}</th>
            <th scope="col">{say.agents}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {groups.map((figures, index) => (
                <td key={index}>{value(figures)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** One row per course and lesson, or per agent. */
export function Groups(props: {
  readonly first: string;
  readonly rows: readonly { readonly key: string; readonly name: ComponentChildren; readonly figures: Figures }[];
}) {
  const say = useWords().figures;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section class="table-frame" aria-label={props.first} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{props.first}</th>
            <th scope="col">{say.conversations}</th>
            <th scope="col">{say.satisfaction}</th>
            <th scope="col">{say.meanStars}</th>
            <th scope="col">{say.ratings}</th>
            <th scope="col">{say.resolution}</th>
            <th scope="col">{say.automatic}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ key, name, figures }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{figures.conversations}</td>
              <td>{percent(figures.satisfaction)}</td>
              <td>{stars(figures.meanStars)}</td>
              <td>{figures.ratings}</td>
              <td>{percent(figures.resolution)}</td>
              <td>{percent(figures.automaticRate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
