import type { WallListing } from '@app/tracking';
import type { OfferData, OfferDetails, WallEventView } from '../offer-wall/wall-views';
import { Html, html } from './html';

/** The page's only style; its hash stands in the Content-Security-Policy. */
export const STYLE = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.45 }
body { margin: 0 auto; max-width: 44rem; padding: 1rem }
ul { list-style: none; padding: 0 }
li { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .5rem; margin: .75rem 0; padding: .75rem 1rem }
h2, h3, p { margin: .25rem 0 }
h2 { font-size: 1.1rem }
img { float: right; margin-left: 1rem; max-height: 4rem; max-width: 4rem }
table { border-collapse: collapse; width: 100% }
th, td { padding: .25rem .5rem .25rem 0; text-align: left }
.start { border: 2px solid; border-radius: .5rem; display: inline-block; font-weight: 600; margin: .5rem 0; padding: .5rem 1rem; text-decoration: none }
nav a { margin-right: 1rem }
`;

/** Not within a template, where it would be laid out anew: its hash is of every character. */
const STYLE_TAG = new Html(`<style>${STYLE}</style>`);

/** Where the links of a list lead, as query strings. */
export interface WallLinks {
  /** The member and all publisher parameters. */
  pub: string;
  /** The same list, without its page. */
  query: string;
  listing: WallListing;
  totalCount: number;
}

/** The offers that a member may take up. */
export function listPage(offers: readonly OfferData[], { pub, query, listing, totalCount }: WallLinks): string {
  const items = offers.map(
    (offer) =>
      html`<li>
        ${image(offer)}
        <h2><a href="/offer-wall/${offer.id}?${pub}">${offer.headline ?? offer.name}</a></h2>
        <p>${offer.shortDescription ?? ''}</p>
        <p><strong>${rewardOf(offer)}</strong> · ${offer.categoryName}</p>
      </li>`,
  );
  const { page, pageSize } = listing;
  const links = [
    ...(page > 0 ? [html`<a rel="prev" href="/offer-wall?${query}&page=${page - 1}">Previous</a>`] : []),
    ...((page + 1) * pageSize < totalCount
      ? [html`<a rel="next" href="/offer-wall?${query}&page=${page + 1}">Next</a>`]
      : []),
  ];
  const list =
    items.length === 0
      ? html`<p>No offers right now.</p>`
      : html`<ul>
          ${items}
        </ul>`;
  return document(
    'Offers',
    html`<h1>Offers</h1>
      ${list}
      <nav>${links}</nav>`,
  );
}

/** One offer, with the view that its link names. */
export function detailsPage(details: OfferDetails, pub: string): string {
  const { offerData, viewId, isOfferAvailable, rewardStatus } = details;
  const texts = [
    offerData.shortDescription,
    offerData.keyPoints,
    offerData.offerDetails,
    offerData.termsAndDisclaimers,
  ];
  const start = `/api/v1/offer-wall/offer-link-redirect?viewId=${viewId}&offerId=${offerData.id}&${pub}`;
  const state = details.isUserCompleted
    ? html`<p>Completed${rewardStatus === 'Pending' ? '; the reward is pending' : ''}.</p>`
    : html`<p>This offer is not available to you right now.</p>`;
  return document(
    offerData.name,
    html`<nav><a href="/offer-wall?${pub}">All offers</a></nav>
      ${image(offerData)}
      <h1>${offerData.headline ?? offerData.name}</h1>
      <p><strong>${rewardOf(offerData)}</strong></p>
      ${texts.flatMap((text) => (text === null ? [] : [html`<p>${text}</p>`]))}
      ${offerData.events.length === 0 ? '' : eventTable(offerData.events)}
      ${isOfferAvailable ? html`<a class="start" target="_blank" rel="noopener" href="${start}">Start</a>` : state}`,
  );
}

/** Why there is nothing to see. */
export function problemPage(message: string): string {
  return document(
    'Offers',
    html`<h1>Offers</h1>
      <p role="alert">${message}</p>`,
  );
}

function eventTable(events: readonly WallEventView[]): Html {
  const lines = events.map(
    ({ name, reward, isUserCompleted }) =>
      html`<tr>
        <td>${name}</td>
        <td>${reward}</td>
        <td>${isUserCompleted ? 'Completed' : ''}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th>Step</th>
        <th>Reward</th>
        <th>State</th>
      </tr>
    </thead>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
}

/** A RevShare reward is a percentage. G§3.6. */
function rewardOf({ conversionType, reward, events }: OfferData): string {
  if (conversionType === 'RevShare') return `${String(reward)} % back`;
  const total = events.length === 0 ? reward : events.reduce((sum, event) => sum + event.reward, 0);
  return `${String(total)} points`;
}

function image({ creativeFileUrl }: OfferData): Html {
  if (creativeFileUrl === null || !/^https?:/i.test(creativeFileUrl)) return html``;
  return html`<img alt="" loading="lazy" src="${creativeFileUrl}" />`;
}

function document(title: string, body: Html): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${STYLE_TAG}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `;
  return page.text;
}
