import { cleanFragment } from './clean-html.ts';

/**
 * What an email has that must neither load nor hide anything while it is being edited, and must be in it afterwards:
 * kept under another name. (Our own policy would refuse style attributes and pictures anyway, and complain of each.)
 */
const kept = ['style', 'src'];

/** An email's HTML as nodes for an editor in a page of ours. */
export function toEditable(html: string): DocumentFragment {
  const content = cleanFragment(html);
  for (const name of kept) {
    for (const element of content.querySelectorAll(`[${name}]`)) {
      element.setAttribute(`data-kept-${name}`, element.getAttribute(name)!);
      element.removeAttribute(name);
    }
  }
  return content;
}

/** What stands in the editor as an email's HTML. Quotes in values are escaped, so nothing else can look like this. */
export const fromEditable = (html: string): string =>
  kept.reduce((all, name) => all.replaceAll(` data-kept-${name}="`, ` ${name}="`), html);
