/**
 * Every text that a browser shows for the server: what happened, what did not, and what to do. One catalogue, so that
 * it can be read as a whole and translated. `{…}` are filled in with text, never with markup.
 */
export const messages = {
  closeTab: 'You can close this tab.',
  tryAgain: 'Try again',
  erased: { subject: 'Erased with its sender’s data', toName: 'Erased recipient' },
  pages: {
    connected: {
      title: 'Your mailbox is connected',
      text: 'Behalf can now send from {email}, for you and for teammates you give permission to. You see every email that goes out as you in Behalf, and can stop it at any time.',
    },
    connectedWithoutReplies: {
      title: 'Your mailbox is connected, without reply detection',
      text: 'Behalf can now send from {email}. You left out “View your email message metadata such as labels and headers, but not the email body”, so Behalf won’t know when somebody has replied. Connect again to add it.',
    },
    sendNotAllowed: {
      title: 'Your mailbox is not connected yet',
      text: 'The box “Send email on your behalf” was left unticked, and without it Behalf can’t send. Nothing was stored. Please try again and tick that box.',
    },
    otherAccount: {
      title: 'That was another account',
      text: 'You signed in to Behalf as {email}, but gave the permission with another Google account. Nothing was stored. Connect again and choose {email}.',
    },
    denied: {
      title: 'Your mailbox is not connected',
      text: 'You chose not to give the permission. Nothing was stored. You can connect later from Behalf.',
    },
    notPermitted: {
      title: 'Your mailbox is not connected',
      text: 'Your access to Behalf was stopped meanwhile. Nothing was stored. Please ask an admin of your workspace.',
    },
    badLink: {
      title: 'This link is not valid',
      text: 'It was used before, is too old, or did not come from Behalf. Nothing was stored. Please start again from Behalf.',
    },
    badRedirect: {
      title: 'This sign-in can’t begin',
      text: 'It would end at an address that this server does not know. Nothing was stored. If you run this server, check EXTENSION_IDS.',
    },
    notConfirmed: {
      title: 'Google did not confirm this',
      text: 'What came back could not be verified. Nothing was stored. Please start again from Behalf.',
    },
    tooMany: {
      title: 'Just a moment',
      text: 'Many sign-ins came from your network in a short time. Nothing was stored or used up: wait a minute, then reload this page.',
    },
    unreachable: {
      title: 'Google can’t be reached right now',
      text: 'Nothing was stored. Please start again from Behalf in a few minutes.',
    },
  },
} as const;

export type PageName = keyof typeof messages.pages;
