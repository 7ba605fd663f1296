/** Which days there are: "31 February" is written like one and is none. */

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
/** Without a year it need not be there in every one. */
function exists(day: number, month: number, year: number | undefined): boolean {
  if (month === 2 && day === 29) return year === undefined || isLeap(year);
  return day >= 1 && day <= (LENGTHS[month - 1] ?? 0);
}
const numbersIn = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);

/** "2026-05-24", "24/05/2026", "5/24/26": day first or month first, as people of both customs write. */
export function isNumericDay(text: string): boolean {
  const [a = 0, b = 0, c = 0] = numbersIn(text);
  if (/^\d{4}/.test(text)) return exists(c, b, a);
  const year = c < 100 ? 2000 + c : c;
  return exists(a, b, year) || exists(b, a, year);
}

/** "24th of May 2026", "May 24". */
export function isEnglishDay(text: string): boolean {
  const month = MONTHS.findIndex((name) => new RegExp(`(?:^|[^a-z])${name}`, 'i').test(text)) + 1;
  const [day = 0, year] = numbersIn(text);
  return exists(day, month, year);
}

/** "2026年5月24日", "5 月 24 号". */
export function isChineseDay(text: string): boolean {
  const [year, month = 0, day = 0] = text.includes('年') ? numbersIn(text) : [undefined, ...numbersIn(text)];
  return exists(day, month, year);
}
