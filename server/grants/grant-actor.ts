/** Who acts and when: from the session, never from a request's body. `now` is epoch milliseconds. */
export type GrantActor = { memberId: string; workspaceId: string; now: number };
