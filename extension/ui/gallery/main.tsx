import { render } from 'preact';
import { composerStyles, panelStyles } from '../shadow-styles.ts';
import { Surface } from '../surface.tsx';
import { asked, fakeClient } from './fake-client.ts';
import { stories } from './stories.tsx';

const name = location.search.slice(1);
const story = stories[name];
Object.assign(globalThis, { stories: Object.keys(stories), asked });

if (!story) {
  const links = Object.keys(stories).map((each) => (
    <li key={each}>
      <a href={`?${each}`}>{each}</a>
    </li>
  ));
  render(<ul>{links}</ul>, document.body);
} else {
  document.title = name;
  let root: Element | ShadowRoot = document.body;
  if (story.inShadow) {
    document.body.className = 'site';
    const host = document.body.appendChild(document.createElement('div'));
    // Open, so that axe can look inside; the content script's own are closed.
    root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `:host{all:initial!important;display:block!important;color-scheme:light dark!important}` +
        (name.startsWith('panel') ? panelStyles : composerStyles),
    );
    root.adoptedStyleSheets = [sheet];
  } else {
    await import('../pages.css');
  }
  render(<Surface client={fakeClient(story)}>{story.element()}</Surface>, root);
}
