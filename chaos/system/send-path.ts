/** How the path of every request ends that hands an email over. */
export const sendPath = '/messages/send';
