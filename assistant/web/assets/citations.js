// The links "#cite-<document>-<start>-<end>" that markers, sources and passages of a message are.

const LINK = /^#cite-(.+)-(\d+)-(\d+)$/s;
export const SELECTOR = 'a[href^="#cite-"]';

/** Return { document, start, end } of a link, or null if it is not a citation. */
export function parse(link) {
  const found = LINK.exec(link.getAttribute("href") ?? "");
  if (!found) return null;
  try {
    return { document: decodeURIComponent(found[1]), start: Number(found[2]), end: Number(found[3]) };
  } catch {
    return null; // Not percent-encoded: not one of ours.
  }
}

export const same = (one, other) =>
  one.document === other.document && one.start === other.start && one.end === other.end;

/** Return the citations of the message that a link stands in, in order, without doubles. */
export function ofMessage(link) {
  const message = link.closest(".message, .bot, .panel-full-width") ?? link.parentElement;
  const found = [];
  for (const each of message.querySelectorAll(SELECTOR)) {
    const citation = parse(each);
    if (citation && !found.some((other) => same(citation, other))) found.push(citation);
  }
  return found;
}
