/** Facts within their size: text goes first, then the length of labels, then fields that say nothing. */
import type { FieldFacts, PageFacts } from '../../shared/api-types';

/** The whole of the facts as JSON. */
export const MAX_BYTES = 8_192;
/** Of a label when the whole is too long. */
const SHORT = 32;
const CUT_AT_ONCE = 4;

const sizeOf = (facts: PageFacts): number => new TextEncoder().encode(JSON.stringify(facts)).length;

/** Cut until the facts fit; `telling` are the fields to keep longest. */
export function withinLimit(facts: PageFacts, telling: ReadonlySet<FieldFacts>): PageFacts {
  if (sizeOf(facts) <= MAX_BYTES) return facts;
  const forms = (facts.forms ?? []).map((form) => ({ ...form, fields: [...(form.fields ?? [])] }));
  const cut: PageFacts = { ...facts, forms, excerpt: '', headings: (facts.headings ?? []).slice(0, 2) };
  if (sizeOf(cut) > MAX_BYTES) for (const field of forms.flatMap((form) => form.fields)) shorten(field);
  const last = (keep: boolean): boolean => {
    const longest = [...forms]
      .map((form) => ({ form, index: form.fields.findLastIndex((field) => telling.has(field) === keep) }))
      .filter(({ index }) => index >= 0)
      .sort((one, other) => other.form.fields.length - one.form.fields.length)[0];
    longest?.form.fields.splice(longest.index, 1);
    return longest !== undefined;
  };
  for (const keep of [false, true]) {
    while (sizeOf(cut) > MAX_BYTES && Array.from({ length: CUT_AT_ONCE }, () => last(keep)).includes(true)) continue;
  }
  return cut;
}

function shorten(field: FieldFacts): void {
  for (const name of ['label', 'placeholder', 'aria'] as const) field[name] = field[name]?.slice(0, SHORT) ?? '';
}
