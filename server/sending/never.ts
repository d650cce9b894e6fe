/** When an email of a paused batch is due (epoch ms): the last instant a `Date` can hold, which no clock reaches. */
export const never = 8.64e15;
