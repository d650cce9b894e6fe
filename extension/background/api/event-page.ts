import type { z } from 'zod';
import type { EventPage } from '../../../shared/api/events.ts';

/** `GET /v1/events` as it arrives. */
export type EventPageBody = z.infer<typeof EventPage>;
