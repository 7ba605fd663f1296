/** Facts in a message: order numbers, addresses, days, sums. Found once, used by patterns and by the dialogue's slots. */
import { isChineseDay, isEnglishDay, isNumericDay } from './calendar.ts';
import { type Reading, read } from './normalise.ts';
import type { Entity } from './table.ts';

export interface Span {
  readonly entity: Entity;
  /** Token positions, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** The fact in one agreed spelling: addresses in lower case, numbers without blanks. */
  readonly value: string;
  /** True when the text says what it is ("order 4711", "#4711"): enough to fill a slot nobody asked for. */
  readonly certain: boolean;
}
interface Rule {
  readonly entity: Entity;
  readonly find: RegExp;
  readonly value?: (text: string, group: string) => string | null;
  readonly certain?: boolean;
}

/** Null where it is written like a day and there is none such. */
const dayIf =
  (exists: (text: string) => boolean) =>
  (text: string): string | null =>
    exists(text) ? text.trim() : null;
const digits = (text: string): string => text.replace(/\D/g, '');
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
// Every repetition is bounded and no two neighbours can eat the same character: linear on any text.
const RULES: readonly Rule[] = [
  {
    entity: 'email',
    find: /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi,
    value: (t) => t.toLowerCase().replace(/[.-]+$/, ''),
  },
  {
    entity: 'order-number',
    find: /(?:\border|\bnumber|\bno|订单号?码?|单号|编号)(?: (?:is|number|no|nr|id))?[ :.#是为：-]{0,3}((?:[a-z]{1,6}-?)?\d{3,14})\b/gi,
    value: (_, g) => g.toUpperCase(),
  },
  { entity: 'order-number', find: /#\s?((?:[a-z]{1,6}-?)?\d{3,14})\b/gi, value: (_, g) => g.toUpperCase() },
  { entity: 'order-number', find: /(?<![\p{L}\p{N}.@-])[a-z]{1,6}-?\d{4,14}\b/giu, value: (t) => t.toUpperCase() },
  {
    entity: 'date',
    find: /\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b/g,
    value: dayIf(isNumericDay),
  },
  {
    entity: 'date',
    find: new RegExp(
      `\\b(?:\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?)\\b(?:,? \\d{4})?`,
      'gi',
    ),
    value: dayIf(isEnglishDay),
  },
  {
    entity: 'date',
    find: new RegExp(
      `\\b(?:today|tonight|tomorrow|day after tomorrow|(?:this |next |on )?${DAY}|next (?:week|month))\\b`,
      'gi',
    ),
  },
  {
    entity: 'date',
    find: /(?<!\d)(?:\d{4} ?年 ?)?\d{1,2} ?月(?: ?\d{1,2} ?[日号]|\d{1,2}(?!\d))/g,
    value: dayIf(isChineseDay),
  },
  {
    entity: 'date',
    find: /今天|明天|后天|大后天|(?:下下?个?|这个?|本)?(?:周|星期|礼拜)[一二三四五六日天]|(?:下下?|这|本)个?(?:周|月|星期)/g,
  },
  {
    entity: 'money',
    find: /[€$£¥]\s?\d{1,9}(?:[.,]\d{1,3})*|\b\d{1,9}(?:[.,]\d{1,3})*\s?(?:€|\$|£|¥|eur(?:os?)?\b|usd\b|dollars?\b|pounds?\b|gbp\b|rmb\b|cny\b|yuan\b|元|块钱?|人民币|美元|欧元)/gi,
  },
  {
    entity: 'phone',
    find: /(?<![\p{L}\p{N}#-])(?:\+|00)\d{1,3}[ \d()/-]{6,18}\d|(?<![\p{L}\p{N}#-])1[3-9]\d{9}(?!\d)|(?<![\p{L}\p{N}#-])0\d{1,4}[ /-]\d[ \d-]{4,12}\d/gu,
    value: (t) => (digits(t).length >= 7 && digits(t).length <= 15 ? `${t.startsWith('+') ? '+' : ''}${digits(t)}` : null),
  },
  { entity: 'order-number', find: /(?<![\p{L}\p{N}.,+€$£¥-])\d{5,14}(?![\p{L}\p{N}])/gu, certain: false },
  { entity: 'number', find: /(?<![\p{L}\p{N}.,])\d{1,9}(?:[.,]\d{1,3})?(?![\p{L}\p{N}])/gu, certain: false },
];

/** All facts, best rules first; facts may overlap when they are of different kinds. */
export function findEntities(reading: Reading): readonly Span[] {
  const spans: Span[] = [];
  for (const rule of RULES) {
    for (const found of reading.source.matchAll(rule.find)) {
      const group = found[1] ?? found[0];
      const from = found[1] === undefined ? found.index : found.index + found[0].lastIndexOf(group);
      const value = rule.value === undefined ? group.trim() : rule.value(found[0], group);
      const start = reading.tokens.findIndex((token) => token.to > from);
      const after = reading.tokens.findIndex((token) => token.from >= from + group.trimEnd().length);
      const end = after < 0 ? reading.tokens.length : after;
      if (value === null || start < 0 || end <= start) continue;
      const taken = spans.some(
        // An e-mail address, a day, a sum or a telephone number is not an order number as well.
        (s) => s.start < end && start < s.end && (s.entity === rule.entity || rule.entity === 'order-number'),
      );
      if (!taken) spans.push({ entity: rule.entity, start, end, value, certain: rule.certain ?? true });
    }
  }
  return spans;
}
const NOT_A_NAME = /[\d@#<>{}[\]|\\/?!:;=+*_^%$]/;
/** What the learner's reply gives for a slot that was asked for; null when it does not fit. */
export function slotValue(entity: Entity, text: string): string | null {
  const reading = read(text);
  const plain = reading.source.trim();
  if (entity === 'text') return reading.tokens.length === 0 ? null : plain.slice(0, 1000);
  if (entity === 'name') {
    const name = plain
      .replace(/^(?:my name is|i am|i'm|it is|it's|call me|我叫|我是|我的名字是|叫我)\s*/i, '')
      .replace(/[.,。，]+$/, '');
    const short = read(name).tokens.length;
    return short >= 1 && short <= 8 && name.length <= 60 && !NOT_A_NAME.test(name) ? name : null;
  }
  const span = findEntities(reading).find((s) => s.entity === entity);
  if (span !== undefined) return span.value;
  // Asked for an order number, a bare short one is believed.
  if (entity === 'order-number') return /^#?([a-z]{0,6}-?\d{3,14})[.。]?$/i.exec(plain)?.[1]?.toUpperCase() ?? null;
  if (entity === 'phone')
    return /^\+?[\d ()/-]{7,22}$/.test(plain) && digits(plain).length >= 7 && digits(plain).length <= 15 ? digits(plain) : null;
  if (entity === 'money') return /^\d{1,9}(?:[.,]\d{1,3})*$/.exec(plain)?.[0] ?? null;
  return null;
}
