import { cleanFragment } from './clean-html.ts';

/** An email's body as it may be shown, and what is said beside it instead of being in it. */
export type ReadBody = {
  content: DocumentFragment;
  /** Its words alone, as they follow each other. */
  text: string;
  /** Where its links lead, in their order. */
  links: { text: string; target: string }[];
  /** Where its pictures would be loaded from, each host once. */
  pictureHosts: string[];
};

/**
 * Styles that change how words look, and can hide none. Colours and sizes are left out: white on white and letters of
 * one pixel are words too, and whoever answers for them must see them.
 */
const shownStyles = ['font-weight', 'font-style', 'text-decoration-line', 'text-align', 'list-style-type'];
const hiding = ['color', 'face', 'size', 'width', 'height'];

/** Takes an email's HTML apart: nothing in it runs, loads, leads away or is out of sight. */
export function readBody(html: string, pictureText: (alt: string) => string): ReadBody {
  const content = cleanFragment(html);
  const text = content.textContent;
  const links: ReadBody['links'] = [];
  const pictureHosts = new Set<string>();
  for (const picture of content.querySelectorAll('img')) {
    const source = picture.getAttribute('src') ?? '';
    if (URL.canParse(source)) pictureHosts.add(new URL(source).host);
    const stand = document.createElement('span');
    stand.className = 'picture';
    stand.textContent = pictureText(picture.getAttribute('alt') ?? '');
    picture.replaceWith(stand);
  }
  for (const link of content.querySelectorAll('a[href]')) {
    links.push({ text: link.textContent.trim(), target: link.getAttribute('href')! });
    link.removeAttribute('href');
  }
  for (const element of content.querySelectorAll<HTMLElement>('*')) {
    for (const name of hiding) element.removeAttribute(name);
    keepShownStyles(element);
  }
  return { content, text, links, pictureHosts: [...pictureHosts] };
}

function keepShownStyles(element: HTMLElement): void {
  const wanted = element.getAttribute('style');
  if (wanted === null) return;
  element.removeAttribute('style');
  // Our policy lets no style attribute take effect; what a script sets one by one may.
  const probe = document.createElement('span');
  probe.style.cssText = wanted;
  for (const name of shownStyles) {
    const value = probe.style.getPropertyValue(name);
    if (value) element.style.setProperty(name, value);
  }
}
