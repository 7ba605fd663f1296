/** Which rows of a long list of equal rows stand on the screen. Pure. Lengths in CSS pixels. */
export interface RowWindow {
  /** First row to draw, inclusive. */
  readonly first: number;
  /** Last row to draw, exclusive. */
  readonly end: number;
  readonly total: number;
}

export function rowWindow(input: {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
  readonly overscan: number;
}): RowWindow {
  const { rowHeight, count, overscan } = input;
  const total = rowHeight * count;
  const top = Math.min(Math.max(0, input.scrollTop), Math.max(0, total - input.height));
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((top + input.height) / rowHeight) + overscan);
  return { first, end: Math.max(first, end), total };
}

/** Where to scroll so that the row is in full view; the same place when it already is. */
export function scrollToRow(index: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}
