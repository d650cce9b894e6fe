/** What a batch does by its requestor's will; that it is done follows from its emails. */
export const batchStates = ['running', 'paused', 'cancelled'] as const;
export type BatchState = (typeof batchStates)[number];

/** The most recipients of one batch. */
export const maxBatchRows = 1000;
