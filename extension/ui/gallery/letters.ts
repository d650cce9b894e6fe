import type { Messages } from '../../../shared/messages/messages.ts';
import { me, send, tom } from './people.ts';

type Letter = Messages['sends:content']['value'];

const words =
  'Hello Jane,your talk on queues was a joy. Would you have twenty minutes this week?Platform, with TomRemote or Berlinhttps://acme.test/jobs/42 · All rolesRavi';

/** An email by Tom that would go out as me, with all that letters have. */
export const letter = (rest: Partial<Letter> = {}): Letter => ({
  ...send({
    id: 'send-held',
    state: 'held',
    requestor: tom,
    acceptor: me,
    waiting: { reason: 'approval', until: null },
  }),
  html: `<p>Hello <b>Jane</b>,</p><p>your <a href="https://talks.test/queues">talk on queues</a> was a joy. Would you have <span style="font-weight:bold;color:#ffffff;font-size:1px">twenty minutes</span> this week?</p><ul><li>Platform, with Tom</li><li>Remote or Berlin</li></ul><p><a href="https://acme.test/jobs/42">https://acme.test/jobs/42</a> · <a href="https://track.test/r?x=1">All roles</a></p><p>Ravi</p><img src="https://track.test/open.gif" alt="Our office">`,
  text: words,
  unsubscribeLine: false,
  zone: null,
  hours: null,
  ...rest,
});

/** What no sanitiser let through, in case one ever does. */
export const hostileHtml = `<p onclick="document.title='run'">Hello</p><script>document.title = 'run'</script>
<img src="https://track.test/x.gif" onerror="document.title='run'"><style>p{display:none}</style>
<svg onload="document.title='run'"></svg><iframe src="https://track.test/frame"></iframe><form action="https://track.test/post"><input name="q"><button>Go</button></form>
<div style="position:fixed;inset:0;background:url(https://track.test/bg.gif)">cover</div><a href="javascript:document.title='run'">bad link</a><meta http-equiv="refresh" content="0;url=https://track.test/away"><base href="https://track.test/"><link rel="stylesheet" href="https://track.test/a.css">`;
