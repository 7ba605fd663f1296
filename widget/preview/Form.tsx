import { hex, readColour } from '#widget/look/colour.ts';
import { LAUNCHER_WORDS } from '#widget/owner.ts';
import type { Faults } from './check.ts';
import { Choice, describes, Field } from './Field.tsx';
import type { Choices, Field as Name } from './tag.ts';
import type { PreviewWords } from './words.ts';

interface FormProps {
  readonly choices: Choices;
  readonly faults: Faults;
  readonly words: PreviewWords;
  readonly choose: (name: Name, value: string) => void;
}

const DEFAULT_COLOUR = '#0f4a41';
const nameOf = (lang: string): string => new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;

export function Form({ choices, faults, words, choose }: FormProps) {
  const text = (name: Name, fault?: string) => ({
    id: name,
    value: choices[name],
    'aria-describedby': describes(name),
    'aria-invalid': fault !== undefined,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      choose(name, currentTarget.value),
  });
  const colour = readColour(choices.color);
  const plain = colour ? hex(colour) : DEFAULT_COLOUR;
  // Arabic runs from right to left: there the line begins at the right.
  const { '': right, start: left } = words.positions;
  const sides = choices.lang === 'ar' ? { '': left, start: right } : words.positions;
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <fieldset class="group">
        <legend>{words.look}</legend>
        <Field id="color" label={words.color} hint={words.colorHint} fault={faults.color}>
          <div class="beside">
            <input
              type="color"
              aria-label={words.colorPick}
              value={plain}
              onInput={({ currentTarget }) => choose('color', currentTarget.value)}
            />
            <input type="text" placeholder={DEFAULT_COLOUR} spellcheck={false} {...text('color', faults.color)} />
          </div>
        </Field>
        <Field id="radius" label={words.radius} hint={words.radiusHint} fault={faults.radius}>
          <input type="text" inputMode="numeric" placeholder={words.asDefault} {...text('radius', faults.radius)} />
        </Field>
        <Field id="logo" label={words.logo} hint={words.logoHint} fault={faults.logo}>
          <input type="url" placeholder="https://" {...text('logo', faults.logo)} />
        </Field>
        <Choice
          name="theme"
          label={words.theme}
          options={words.themes}
          value={choices.theme}
          choose={(v) => choose('theme', v)}
        />
        <Choice
          name="position"
          label={words.position}
          options={sides}
          value={choices.position}
          choose={(v) => choose('position', v)}
        />
      </fieldset>
      <fieldset class="group">
        <legend>{words.wordsTitle}</legend>
        <div class="field">
          <label for="lang">{words.langLabel}</label>
          <select id="lang" value={choices.lang} onChange={({ currentTarget }) => choose('lang', currentTarget.value)}>
            <option value="">{words.langAuto}</option>
            {Object.keys(LAUNCHER_WORDS).map((lang) => (
              <option key={lang} value={lang} lang={lang}>
                {nameOf(lang)}
              </option>
            ))}
          </select>
        </div>
        <Field id="title" label={words.titleField}>
          <input type="text" maxLength={60} placeholder={words.asDefault} {...text('title')} />
        </Field>
        <Field id="greeting" label={words.greeting} hint={words.greetingHint}>
          <textarea rows={3} maxLength={400} placeholder={words.asDefault} {...text('greeting')} />
        </Field>
      </fieldset>
      <fieldset class="group">
        <legend>{words.place}</legend>
        <Field id="site" label={words.site} hint={words.siteHint} fault={faults.site}>
          <input type="text" placeholder="default" spellcheck={false} {...text('site', faults.site)} />
        </Field>
        <Field id="course" label={words.course} hint={words.courseHint}>
          <input type="text" placeholder="python-basics" spellcheck={false} {...text('course')} />
        </Field>
        <label class="tick">
          <input
            type="checkbox"
            checked={choices.consent !== ''}
            onChange={({ currentTarget }) => choose('consent', currentTarget.checked ? 'required' : '')}
          />
          {words.consent}
        </label>
      </fieldset>
    </form>
  );
}
