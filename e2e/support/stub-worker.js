// Stands in for the service worker: answers every message from `stub.answers`, and writes down what was asked.
const person = (id, name) => ({
  id,
  name,
  email: `${name.split(' ')[0].toLowerCase()}@acme.test`,
  pictureUrl: null,
});
const sender = (id, name, rest = {}) => ({
  grantId: id && `grant-${id}`,
  mailboxId: `mailbox-${id ?? 'me'}`,
  person: person(id ?? 'me', name),
  usable: true,
  reason: null,
  leftToday: 12,
  dailyCap: 50,
  approval: 'none',
  ...rest,
});
const ok = (value) => ({ ok: true, value });
const serverNow = () => Date.now() + stub.serverAheadMs;
const sendOf = ({ key, send }) => ({
  id: `send-${key}`,
  state: 'queued',
  grantId: send.from.grantId,
  mailboxId: 'mailbox-maya',
  requestor: person('me', 'Ravi Patel'),
  acceptor: person('maya', 'Maya Chen'),
  to: { email: send.to.email, name: send.to.name ?? null },
  subject: send.subject,
  contentHash: 'hash',
  inReplyTo: null,
  createdAt: new Date(serverNow()).toISOString(),
  dueAt: new Date(serverNow() + stub.undoMs).toISOString(),
  undoUntil: new Date(serverNow() + stub.undoMs).toISOString(),
  sentAt: null,
  attempts: 0,
  failure: null,
});
const stub = {
  ports: [],
  reset() {
    stub.asked = [];
    stub.sends = {};
    stub.undoMs = 3000;
    stub.serverAheadMs = 0;
    stub.held = Promise.resolve();
    /** Answers that differ from the usual ones, by message type. */
    stub.answers = {};
    stub.senders = [
      sender(null, 'Ravi Patel'),
      sender('maya', 'Maya Chen'),
      sender('tom', 'Tom Okafor', { usable: false, reason: 'suspended_mailbox' }),
      sender('eve', `<img src=x onerror=alert(1)> "Eve"`),
    ];
  },
  /** Keeps every answer back until `release`. */
  hold() {
    stub.held = new Promise((resolve) => {
      stub.release = resolve;
    });
  },
  changed: (...topics) => stub.ports.forEach((port) => port.postMessage({ changed: topics })),
  turnOff: () => stub.ports.forEach((port) => port.postMessage({ off: true })),
};
const submit = (payload) => {
  const send = (stub.sends[`send-${payload.key}`] ??= sendOf(payload));
  return ok(send);
};
const usual = {
  'tracking:choice': () =>
    ok({ allowed: false, on: false, modes: { consent: 'off', unknown: 'off', elsewhere: 'off' } }),
  'session:read': () =>
    ok({
      state: 'signedIn',
      serverUrl: 'http://localhost:8787',
      me: {
        ...person('me', 'Ravi Patel'),
        role: 'member',
        workspace: { id: 'acme', name: 'Acme', domain: 'acme.test' },
        pausedAt: null,
      },
    }),
  'senders:list': () => ok(stub.senders),
  'sends:submit': submit,
  'sends:confirm': submit,
  'sends:read': ({ id }) => {
    const send = stub.sends[id];
    if (send.state === 'queued' && Date.parse(send.undoUntil) < serverNow()) send.state = 'sent';
    return ok(send);
  },
  'sends:cancel': ({ id }) => {
    stub.sends[id].state = 'cancelled';
    return ok(stub.sends[id]);
  },
};
chrome.runtime.onMessage.addListener((message, from, respond) => {
  const { type, payload } = message;
  stub.asked.push({ type, payload });
  if (type === 'surfaces:load' && !stub.answers[type]) {
    const target = { tabId: from.tab.id, documentIds: [from.documentId] };
    void chrome.scripting
      .executeScript({ target, files: [`extension/content/${payload.which}.iife.js`] })
      .then(() => respond(ok(null)));
    return true;
  }
  const answer = stub.answers[type] ?? usual[type]?.(payload) ?? ok([]);
  void stub.held.then(() => respond(answer));
  return true;
});
chrome.runtime.onConnect.addListener((port) => {
  stub.ports.push(port);
  port.onDisconnect.addListener(() => stub.ports.splice(stub.ports.indexOf(port), 1));
});
stub.reset();
globalThis.stub = stub;
