/**
 * Every text that a browser shows for the server: what happened, what did not, and what to do. One catalogue, so that
 * it can be read as a whole and translated. `{…}` are filled in with text, never with markup.
 */
export const messages = {
  closeTab: 'You can close this tab.',
  tryAgain: 'Try again',
  erased: { subject: 'Erased with its sender’s data', toName: 'Erased recipient' },
  recipient: {
    line: 'Don’t want emails like this? Ask not to be written to again',
    title: 'About the email you got',
    writtenFor: '{requestor} wrote it on behalf of {acceptor} <{email}>, from {acceptor}’s own mailbox.',
    writtenSelf: '{acceptor} <{email}> wrote it.',
    sent: 'It was sent on {date} for {company} with Behalf.',
    objectTitle: 'Not to be written to again',
    object:
      'Nobody of {company} can then write to your address with Behalf, emails that wait for you don’t go out, and nothing more is counted of those you got.',
    objectButton: 'Don’t write to me again',
    storedTitle: 'What is stored about you',
    stored:
      'Your name and address, what was written to you (encrypted), when it was sent and, where {company} has that on, whether it was opened, a link in it followed or a reply came; never what a reply says. To see it or have it deleted, answer the email or write to {email}: {company} decides about it.',
    unknownTitle: 'We don’t know this link',
    unknown:
      'It does not belong to an email that was sent with Behalf, or a part of it is missing. Copy it whole out of the email and try again. You can also answer the email and say what you want.',
    erasedTitle: 'This was deleted',
    erased:
      'Who wrote this email had their data deleted, and your address with it, so there is nothing left to put down. If somebody of {company} writes to you again, use the link in that email.',
    doneTitle: 'You won’t be written to again',
    done: 'If the link was one of ours, your wish stands: nobody of the company that wrote to you can write to that address with Behalf any more. There is nothing else to do.',
  },
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
    deadLink: {
      title: 'This link leads nowhere',
      text: 'It is incomplete, or what it led to was deleted. Nothing was opened. If you need it, please answer the email it stood in.',
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
