/** Who somebody is to others after they had their data deleted: a name that is no name, and never cut to its first word. */
export const formerMember = 'A former member';
