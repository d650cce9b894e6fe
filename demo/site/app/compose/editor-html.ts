const RENAMED: Record<string, string> = { B: 'strong', I: 'em', STRONG: 'strong', EM: 'em', DIV: 'p' };
const KEPT = new Set(['P', 'BR', 'UL', 'OL', 'LI']);
const BLOCKS = new Set(['P', 'DIV', 'UL', 'OL', 'LI']);

const safeHref = (anchor: HTMLElement): string | null => {
  const href = anchor.getAttribute('href') ?? '';
  return /^(https?:|mailto:)/i.test(href) ? href : null;
};

const cleanInto = (target: Element, source: Node): void => {
  for (const node of source.childNodes) {
    if (node instanceof Text) target.append(node.data);
    if (!(node instanceof HTMLElement)) continue;
    const href = node.tagName === 'A' ? safeHref(node) : null;
    const name = RENAMED[node.tagName] ?? (KEPT.has(node.tagName) ? node.tagName.toLowerCase() : null);
    const nestedBlock = name === 'p' && [...node.children].some((child) => BLOCKS.has(child.tagName));
    if ((!name && !href) || nestedBlock) {
      cleanInto(target, node);
      continue;
    }
    const copy = target.ownerDocument.createElement(href ? 'a' : (name ?? 'p'));
    if (href) copy.setAttribute('href', href);
    cleanInto(copy, node);
    target.append(copy);
  }
};

/** What the browser's editing left behind, reduced to p, br, strong, em, ul, ol, li and a[href]. */
export const readEditorHtml = (editor: HTMLElement): string => {
  const inert = document.implementation.createHTMLDocument('');
  cleanInto(inert.body, editor);
  return inert.body.innerHTML;
};
