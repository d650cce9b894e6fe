const blocks = 'p, div, br, li, tr, h1, h2, h3, h4, h5, h6, blockquote, pre';

/**
 * The text of an email's HTML with its line breaks and the targets of its links. The document it is parsed into is
 * inert: nothing in it runs or loads.
 */
export function textOfHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const unseen of body.querySelectorAll('style, script, template, title')) unseen.remove();
  for (const link of body.querySelectorAll('a[href]')) {
    const target = link.getAttribute('href') ?? '';
    if (target !== link.textContent) link.append(` (${target})`);
  }
  for (const block of body.querySelectorAll(blocks)) block.after('\n');
  return (body.textContent ?? '').replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n');
}
