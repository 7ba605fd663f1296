/** Counted phrases by a language's own classes, e.g. "одно, два, пять" are three in Russian. */

type Class = Intl.LDMLPluralRule;

/**
 * `pluralIn<'one' | 'few' | 'many'>('ru')` makes a picker that demands those forms and `other`; `#` stands for the number.
 * A class that was not named (Spanish has one for millions) speaks with `other`.
 */
export function pluralIn<C extends Class>(lang: string): (n: number, forms: Readonly<Record<C | 'other', string>>) => string {
  const rules = new Intl.PluralRules(lang);
  const digits = new Intl.NumberFormat(lang);
  return (n, forms) => {
    const known: Readonly<Partial<Record<Class, string>>> = forms;
    return (known[rules.select(n)] ?? forms.other).replace('#', digits.format(n));
  };
}
