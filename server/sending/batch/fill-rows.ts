import type { RowProblem } from '../../../shared/api/batches.ts';
import { FieldName, maxBatchLength, maxFieldLength, maxFields } from '../../../shared/api/batches.ts';
import { EmailAddress, recipientKeyOf } from '../../../shared/domain/email-address.ts';
import { headerText, isHeaderSafe } from '../../../shared/domain/header-text.ts';
import { isRefusal, refuse, type Refusal } from '../../refusal.ts';
import { bodyOf } from '../content.ts';
import {
  countPlaces,
  fieldsOf,
  fillHtml,
  fillLine,
  hasStrayBraces,
  maxPlaces,
  readHtmlTemplate,
  readLineTemplate,
  standIn,
  type Field,
  type Template,
} from './fill-template.ts';

/** A recipient as asked for; nothing of it is taken to be right yet. */
export type AskedRow = { email: string; name?: string | undefined; fields: Record<string, string> };

/** The templates of a batch, and the fields they name. */
export type Templates = { subject: Template; html: Template; fields: string[] };

/**
 * A row with the templates filled for it (the HTML as it is, not sanitised) and what is wrong with it. `valueOf` says
 * what fills a field, or the field as it stands in the template where nothing does.
 */
export type FilledRow = {
  row: number;
  email: string;
  recipientKey: string;
  name: string | null;
  subject: string;
  html: string;
  valueOf: (field: string) => string;
  problems: RowProblem[];
};

/** Reads the templates; braces that look like a field and are none would reach people as they are. */
export function readTemplates(asked: { subject: string; html: string }): Templates | Refusal {
  const [subject, html] = [readLineTemplate(asked.subject), readHtmlTemplate(asked.html)];
  if (countPlaces(subject, html) > maxPlaces)
    return refuse('invalid_request', `html: at most ${maxPlaces} fields, please.`);
  const body = bodyOf({ html: fillHtml(html, () => standIn) });
  if (isRefusal(body)) return body;
  if (hasStrayBraces(fillLine(subject, () => standIn))) return strayBraces('subject');
  // In what is left of it, since braces of a style sheet reach nobody.
  return hasStrayBraces(body.html) ? strayBraces('html') : { subject, html, fields: fieldsOf(subject, html) };
}

const strayBraces = (part: string): Refusal =>
  refuse('invalid_request', `${part}: there are braces that are no field. Write fields as {{name}}.`);

/**
 * Fills the templates for each row and says what is wrong with it by itself or beside the others. Refused as soon as it
 * becomes too much: a megabyte of request can ask for gigabytes.
 */
export function fillRows(templates: Templates, asked: readonly AskedRow[]): FilledRow[] | Refusal {
  const firsts = new Map<string, number>();
  const filled: FilledRow[] = [];
  let left = maxBatchLength;
  for (const [i, row] of asked.entries()) {
    const address = EmailAddress.safeParse(row.email);
    const email = address.success ? address.data : row.email;
    const recipientKey = recipientKeyOf(email);
    const first = firsts.get(recipientKey) ?? i;
    firsts.set(recipientKey, first);
    const values = valuesOf(row);
    const valueOf = (field: string) => values(field) ?? `{{${field}}}`;
    const [subject, html] = [fillLine(templates.subject, valueOf), fillHtml(templates.html, valueOf)];
    left -= subject.length + html.length;
    if (left < 0) return tooLong();
    filled.push({
      ...{ row: i, email, recipientKey, name: row.name?.trim() || null, valueOf, subject, html },
      problems: [
        ...(address.success ? [] : [{ kind: 'invalid_address' as const }]),
        ...(headerText(200).safeParse(row.name ?? '').success ? [] : [{ kind: 'invalid_name' as const }]),
        ...fieldProblems(templates, row, values),
        ...(first < i ? [{ kind: 'duplicate' as const, row: first }] : []),
      ],
    });
  }
  return filled;
}

/** A long template to many people is more than one unit of work should write. */
const tooLong = (): Refusal =>
  refuse(
    'too_large',
    'These emails are too long for so many people at once. Nothing was sent; send to fewer, or write less.',
  );

type Values = (name: string) => string | null;

/** What fills a field for a row: its own field of that name, or else its address or name. Null: nothing does. */
const valuesOf =
  ({ email, name, fields }: AskedRow): Values =>
  (field) => {
    if (Object.hasOwn(fields, field)) return fields[field]!.trim() || null;
    const column = field === 'email' ? email : field === 'name' ? name : undefined;
    return column?.trim() || null;
  };

function fieldProblems({ subject, html, fields }: Templates, row: AskedRow, values: Values): RowProblem[] {
  const unfilled = fields.filter((name) => values(name) === null);
  const invalid = new Set<string>();
  const names = Object.keys(row.fields);
  const tooMany = names.slice(maxFields);
  for (const name of names) {
    const isName = FieldName.safeParse(name).success && !tooMany.includes(name);
    if (!isName || row.fields[name]!.length > maxFieldLength) invalid.add(name.slice(0, 60));
  }
  for (const piece of html) if (isField(piece) && !suits(piece, values(piece.name))) invalid.add(piece.name);
  const inSubject = subject.filter(isField).map(({ name }) => name);
  for (const name of inSubject) if (!isHeaderSafe(values(name) ?? '')) invalid.add(name);
  const line = fillLine(subject, (name) => values(name) ?? '');
  // Parts that are fine each can make an encoded word, or too much, together.
  if (!headerText(500).safeParse(line).success && !inSubject.some((name) => invalid.has(name)))
    invalid.add(inSubject[0] ?? 'subject');
  return [
    ...unfilled.map((field) => ({ kind: 'unfilled' as const, field })),
    ...[...invalid].map((field) => ({ kind: 'invalid_field' as const, field })),
  ];
}

const isField = (piece: string | Field): piece is Field => typeof piece !== 'string';

// Control characters other than line breaks and tabs, and lone surrogates, are text in no place.
const noText =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether a value can stand where the field does: a link that leads nowhere would be dropped without a word. */
function suits({ place }: Field, value: string | null): boolean {
  if (value === null) return true;
  if (noText.test(value)) return false;
  if (place === 'link') return /^(https?:\/\/|mailto:|tel:)/i.test(value);
  return place !== 'image' || /^https:\/\//i.test(value);
}
