import { macrosIn } from '../macros';

const CLICK_ID = 'gk_click_id';
/** `gkclickid`, `GK_CLICK_ID`, `gk-click-id`, `gk_clickid` … */
const LIKE_CLICK_ID = /^gk[\W_]*click[\W_]*id$/i;
/** A value that would be sent to the advertiser as it stands. */
const BARE_CLICK_ID = /=\{?gk_click_id\}?(?=[&#/]|$)/gi;

/** What is written in a link as people are known to get it wrong, and how to put it right; nothing here keeps it from being saved. G§3.7. */
export function offerLinkHints(link: string): string[] {
  return [...macroHints(link), ...syntaxHints(link)];
}

function macroHints(link: string): string[] {
  const misspelt = macrosIn(link)
    .filter((name) => name !== CLICK_ID && LIKE_CLICK_ID.test(name))
    .map((name) => `Write {${CLICK_ID}} for {${name}}.`);
  const bare = Array.from(link.matchAll(BARE_CLICK_ID), ([text]) => text.slice(1)).filter(
    (text) => text.toLowerCase() !== `{${CLICK_ID}}`,
  );
  return [
    ...misspelt,
    ...bare.map((text) => `${text} is sent as it stands: a macro needs both its braces, {${CLICK_ID}}.`),
  ];
}

function syntaxHints(link: string): string[] {
  const [address = ''] = link.split('#', 1);
  const [path = '', ...queries] = address.split('?');
  const hints: string[] = [];
  if (/^http:/i.test(link) && isPublic(link)) {
    hints.push('The link is http, not https: a redirect on its way can lose the click.');
  }
  if (/&[^/=]+=/.test(path)) {
    hints.push('The first parameter of a link begins with ?, and only the next ones with &.');
  }
  // The second ? of an address that is itself a value is right where it is.
  if (queries.slice(0, -1).some((query) => !/=[^&]*\/[^&]*$/.test(query))) {
    hints.push('The link has a second ?: parameters after the first begin with &.');
  }
  return hints;
}

/** A name that anybody can look up, rather than an address or a name of one's own network. */
function isPublic(link: string): boolean {
  return URL.canParse(link) && /\.[a-z][^.]*$/.test(new URL(link).hostname);
}
