import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { maxBatchLength } from '../../../shared/api/batches.ts';
import type { Sealer } from '../../mail/sealed-mail.ts';
import { isRefusal, refuse, type Refusal } from '../../refusal.ts';
import { bodyOf, sealContent, type Content } from '../content.ts';
import { cleanOnce } from './clean-once.ts';
import { fillRows, readTemplates, type AskedRow, type FilledRow } from './fill-rows.ts';
import { refuseRows } from './refuse-rows.ts';

/** An email of a batch, ready to be stored. */
export type PreparedRow = FilledRow & {
  id: string;
  content: Content;
  sealed: ReturnType<typeof sealContent>;
};

/** How many emails are made before others get a turn. */
export const atOnce = 20;

/**
 * Makes the emails of a batch, everything about them that needs no database: each one filled, cleaned and sealed.
 * Refused if anything is wrong with any of them. Others are served in between.
 */
export async function prepareRows(
  vault: Sealer,
  request: { subject: string; html: string; rows: readonly AskedRow[] },
): Promise<PreparedRow[] | Refusal> {
  const templates = readTemplates(request);
  if (isRefusal(templates)) return templates;
  const filled = fillRows(templates, request.rows);
  const refused = refuseRows(filled) ?? refuseLength(filled);
  if (refused) return refused;
  const makeBody = cleanOnce(templates.html);
  const prepared: PreparedRow[] = [];
  for (const [i, row] of filled.entries()) {
    if (i % atOnce === 0) await nextTurn();
    const body = makeBody?.(row.valueOf) ?? bodyOf(row);
    if (isRefusal(body)) return body;
    const content = { subject: row.subject, toName: row.name, ...body };
    const id = uuidv7();
    prepared.push({ ...row, id, content, sealed: sealContent(vault, id, content) });
  }
  return prepared;
}

/** A long template to many people is more than one unit of work should write. */
export const refuseLength = (rows: readonly FilledRow[]): Refusal | null =>
  rows.reduce((sum, { html }) => sum + html.length, 0) <= maxBatchLength
    ? null
    : refuse(
        'too_large',
        'These emails are too long for so many people at once. Nothing was sent; send to fewer, or write less.',
      );
