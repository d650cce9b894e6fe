import { v7 as uuidv7 } from 'uuid';
import type { Sealer } from '../../mail/sealed-mail.ts';
import type { Asked } from '../../../shared/domain/tracking-policy.ts';
import { isRefusal, type Refusal } from '../../refusal.ts';
import { prepareTracking, type Tracking } from '../../tracking/track-sends.ts';
import { bodyOf, sealContent, type Content } from '../content.ts';
import { cleanOnce } from './clean-once.ts';
import { fillRows, readTemplates, type AskedRow, type FilledRow } from './fill-rows.ts';
import { refuseRows } from './refuse-rows.ts';
import { createTurns } from './take-turns.ts';

/** An email of a batch, ready to be stored. */
export type PreparedRow = FilledRow & {
  id: string;
  content: Content;
  sealed: ReturnType<typeof sealContent>;
  tracking: Tracking;
};

/**
 * Makes the emails of a batch, everything about them that needs no database: each one filled, cleaned and sealed.
 * Refused if anything is wrong with any of them. Others are served in between.
 */
export async function prepareRows(
  vault: Sealer,
  request: { subject: string; html: string; rows: readonly AskedRow[]; track: Asked },
): Promise<PreparedRow[] | Refusal> {
  const templates = readTemplates(request);
  if (isRefusal(templates)) return templates;
  const filled = fillRows(templates, request.rows);
  if (isRefusal(filled)) return filled;
  const refused = refuseRows(filled);
  if (refused) return refused;
  const makeBody = cleanOnce(templates.html);
  const prepared: PreparedRow[] = [];
  const turns = createTurns();
  for (const row of filled) {
    await turns.take(row.html.length);
    const body = makeBody?.(row.valueOf) ?? bodyOf(row);
    if (isRefusal(body)) return body;
    const content = { subject: row.subject, toName: row.name, ...body };
    const id = uuidv7();
    const tracking = prepareTracking(vault, id, body, request.track);
    prepared.push({ ...row, id, content, sealed: sealContent(vault, id, content), tracking });
  }
  return prepared;
}
