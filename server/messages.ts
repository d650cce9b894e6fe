/**
 * Every text that a browser shows for the server: what happened, what did not, and what to do. One catalogue, so that
 * it can be read as a whole and translated. `{…}` are filled in with text, never with markup.
 */
export const messages = {
  closeTab: 'You can close this tab.',
  tryAgain: 'Try again',
  erased: { subject: 'Erased on request', toName: 'Erased recipient' },
  recipient: {
    line: 'Don’t want emails like this? Ask not to be written to again',
    title: 'About the email you got',
    writtenFor: '{requestor} wrote it on behalf of {acceptor} <{email}>, from {acceptor}’s own mailbox.',
    writtenForFormer:
      '{requestor} <{email}> wrote it, from the mailbox of a colleague whose data has been deleted since.',
    writtenSelf: '{acceptor} <{email}> wrote it.',
    sent: 'It was sent on {date} for {company} with Behalf.',
    objectTitle: 'Not to be written to again',
    object:
      'Nobody of {company} can then write to your address with Behalf, emails that wait for you don’t go out, and nothing more is counted of those you got.',
    objectButton: 'Don’t write to me again',
    seenTitle: 'What is seen of this email',
    seenNothing: 'Whether you open it or follow its links is not seen.',
    seenOpens: 'A picture of one pixel in it tells {company} that it was opened.',
    seenClicks: 'Its links lead by way of this page’s server, which tells {company} that one was followed.',
    seenSums: 'It goes into sums over many emails only: what you did is shown to nobody.',
    seenEnd:
      'The button above ends that for every email {company} has sent you with Behalf. What was counted until then stays.',
    storedTitle: 'What is stored about you',
    stored:
      'Your name and address, what was written to you (encrypted), when it was sent, whether it came back and whether a reply came; never what a reply says.',
    kept: 'The button above deletes none of that, and adds your address to a list of those who are not to be written to: without it nobody could keep to your wish.',
    deleteTitle: 'To have it deleted',
    delete:
      'This asks those who run Behalf at {company} to delete it, and you won’t be written to again. Your address stays on the list of those who are not to be written to, and nothing else. Where the GDPR holds, {company} has to answer within a month.',
    deleteButton: 'Ask to have it deleted',
    deleteElsewhere:
      'What lies in the mailbox it was sent from is not in Behalf. For that, or to see what is stored, write to {contact} <{email}>.',
    deleteLink: 'Write to {contact}',
    deleteSubject: 'Please delete what is stored about me',
    deleteBody:
      'Hello {contact},\n\non {date} you wrote to me for {company} with Behalf. Please delete what you store about me, in Behalf and elsewhere, and tell me when that is done. Keep only what is needed so that nobody of you writes to me again.\n',
    unknownTitle: 'We don’t know this link',
    unknown:
      'It does not belong to an email that was sent with Behalf, or a part of it is missing. Copy it whole out of the email and try again. You can also answer the email and say what you want.',
    erasedTitle: 'This was deleted',
    erased:
      'What this email said was deleted from Behalf, and your address with it, so there is nothing left here to put down. If somebody of {company} writes to you again, use the link in that email.',
    doneTitle: 'You won’t be written to again',
    askedTitle: 'They were asked to delete it',
    asked:
      'If the link was one of ours, those who run Behalf at the company that wrote to you were asked to delete what is stored about you, and nobody there can write to that address with Behalf any more. Once it is done, the link in the email leads to a page that says so. If a month passes without that, answer the email.',
    done: 'If the link was one of ours, your wish stands: nobody of the company that wrote to you can write to that address with Behalf any more. There is nothing else to do. What was sent to you before stays stored: to have it deleted, follow the link in the email once more.',
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
      text: 'Your access to Behalf was stopped meanwhile. Nothing was stored. Please ask an admin of your company.',
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
    tooManyInEmails: {
      title: 'Just a moment',
      text: 'This server is asked for a lot right now. Nothing was changed, and this link stays as good as it is: wait a minute, then open it again.',
    },
    unreachable: {
      title: 'Google can’t be reached right now',
      text: 'Nothing was stored. Please start again from Behalf in a few minutes.',
    },
  },
} as const;

export type PageName = keyof typeof messages.pages;
