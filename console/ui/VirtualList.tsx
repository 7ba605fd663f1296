/** A long list of equal rows; only what is near the screen exists. */
import type { ComponentChild } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { rowWindow, scrollToRow } from '#console/window.ts';

interface Props<T> {
  readonly items: readonly T[];
  /** CSS pixels. */
  readonly rowHeight: number;
  readonly label: string;
  readonly keyOf: (item: T) => string;
  readonly draw: (item: T, index: number) => ComponentChild;
  /** Index of the row that is brought into view when it becomes another row, not when others move it; -1 for none. */
  readonly focus: number;
  /** The last rows are on screen. */
  readonly atEnd: () => void;
}

const OVERSCAN = 6;

export function VirtualList<T>({ items, rowHeight, label, keyOf, draw, focus, atEnd }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrollTop: 0, height: 600 });
  const shown = rowWindow({ ...view, rowHeight, count: items.length, overscan: OVERSCAN });

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setView({ scrollTop: element.scrollTop, height: element.clientHeight });
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      watcher.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  const focused = items[focus];
  const focusedKey = focused === undefined ? null : keyOf(focused);
  useEffect(() => {
    const element = box.current;
    if (!element || focusedKey === null) return;
    const top = scrollToRow(focus, rowHeight, element.scrollTop, element.clientHeight);
    if (top !== element.scrollTop) element.scrollTop = top;
  }, [focusedKey, rowHeight]);

  useEffect(() => {
    if (items.length > 0 && shown.end >= items.length) atEnd();
  }, [items.length, shown.end]);

  return (
    <div class="rows" ref={box}>
      <ul aria-label={label} style={{ height: `${shown.total}px` }}>
        {items.slice(shown.first, shown.end).map((item, offset) => {
          const index = shown.first + offset;
          return (
            <li
              key={keyOf(item)}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ height: `${rowHeight}px`, transform: `translateY(${index * rowHeight}px)` }}
            >
              {draw(item, index)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
