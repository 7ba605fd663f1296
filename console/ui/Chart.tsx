/** Two small charts on one time axis: conversations per day with the bot's part, and mean stars. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DayFigures } from '#console/api.ts';
import { countTicks, labelled, linear } from '#console/scale.ts';
import { shortDay } from '#console/words/time.ts';
import { useWords } from './context.ts';

const LEFT = 34;
const TOP = 10;
const BOTTOM = 24;
const RIGHT = 8;
const LABEL_PX = 64;

/** Noon, so that no time zone moves the day. */
const noon = (day: string) => new Date(`${day}T12:00:00`).getTime();

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    if (!box.current) return;
    const watcher = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, entry.contentRect.width)));
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  return { box, width };
}

function Axes(props: {
  readonly width: number;
  readonly height: number;
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
  readonly days: readonly DayFigures[];
  readonly x: (index: number) => number;
}) {
  const words = useWords();
  const most = Math.max(2, Math.floor(props.width / LABEL_PX));
  return (
    <g class="axis">
      {props.ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={props.width - RIGHT} y1={props.y(tick)} y2={props.y(tick)} />
          <text x={LEFT - 8} y={props.y(tick) + 4} text-anchor="end">
            {tick}
          </text>
        </g>
      ))}
      {labelled(props.days.length, most).map((index) => (
        <text key={index} x={props.x(index)} y={props.height - 6} text-anchor="middle">
          {shortDay(words, noon(props.days[index]?.day ?? ''))}
        </text>
      ))}
    </g>
  );
}

export function ConversationsChart({ days }: { readonly days: readonly DayFigures[] }) {
  const say = useWords().figures;
  const { box, width } = useWidth();
  const height = 190;
  const ticks = countTicks(Math.max(...days.map((day) => day.conversations)));
  const y = linear(0, ticks.at(-1) ?? 1, height - BOTTOM, TOP);
  const slot = (width - LEFT - RIGHT) / Math.max(1, days.length);
  const bar = Math.min(26, Math.max(2, slot * 0.62));
  const x = (index: number) => LEFT + slot * (index + 0.5);
  return (
    <div class="chart" ref={box}>
      <svg width={width} height={height} role="img" aria-label={say.chatsPerDay}>
        <Axes width={width} height={height} ticks={ticks} y={y} days={days} x={x} />
        {days.map((day, index) => (
          <g key={day.day}>
            <title>{`${day.day}: ${day.conversations} · ${say.automaticPart}: ${day.automatic}`}</title>
            <rect
              class="bar-all"
              x={x(index) - bar / 2}
              width={bar}
              y={y(day.conversations)}
              height={y(day.automatic) - y(day.conversations)}
            />
            <rect
              class="bar-automatic"
              x={x(index) - bar / 2}
              width={bar}
              y={y(day.automatic)}
              height={y(0) - y(day.automatic)}
            />
          </g>
        ))}
      </svg>
    </div>
  );
}

export function StarsChart({ days }: { readonly days: readonly DayFigures[] }) {
  const say = useWords().figures;
  const { box, width } = useWidth();
  const height = 150;
  const y = linear(1, 5, height - BOTTOM, TOP);
  const slot = (width - LEFT - RIGHT) / Math.max(1, days.length);
  const x = (index: number) => LEFT + slot * (index + 0.5);
  const points = days.flatMap((day, index) => (day.meanStars === null ? [] : [{ day, x: x(index), y: y(day.meanStars) }]));
  return (
    <div class="chart" ref={box}>
      <svg width={width} height={height} role="img" aria-label={say.starsPerDay}>
        <Axes width={width} height={height} ticks={[1, 2, 3, 4, 5]} y={y} days={days} x={x} />
        <polyline class="line-stars" points={points.map((point) => `${point.x},${point.y}`).join(' ')} />
        {points.map((point) => (
          <circle key={point.day.day} class="dot-stars" cx={point.x} cy={point.y} r={Math.min(4, Math.max(2, slot / 4))}>
            <title>{`${point.day.day}: ${point.day.meanStars?.toFixed(2)} · ${say.ofRatings(point.day.ratings)}`}</title>
          </circle>
        ))}
      </svg>
    </div>
  );
}
