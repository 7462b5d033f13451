// The map of a home page, drawn in its HTML (SVG 2): a link for each country, and whose borders these are. It shows what
// the list beside it tells, so whoever does not see it, or skips it, misses nothing.
import type { SafeHtml } from '../src/model.ts';
import { attributes, html, nothing } from './html.ts';
import type { MapLinkView, MapView } from './views.ts';
import type { Wording } from './wording.ts';

/** Units; of a country without a shape. */
const dotRadius = 5;

/** @param listId of the list beside the map, where the way past it leads */
export function regionMap(wording: Wording, map: MapView, listId: string): SafeHtml {
  const title = wording.plain('map.title');
  return html`<figure class="map">
    <a class="skip" href="#${listId}">${wording.text('map.skip')}</a>
    <svg viewBox="0 0 ${map.width} ${map.height}" role="group" aria-label="${title}"${wording.markLanguage(wording.languageOf('map.title'))}>
    ${map.land.map((path) => html`<path class="map-land" d="${path}"/>`)}
    ${map.links.map((link) => countryLink(wording, link))}
    <path class="map-borders" d="${map.borders}"/>
    <g class="map-names" aria-hidden="true">${map.names.map(
      ({ x, y, text, language }) =>
        html`<text x="${x}" y="${y}"${wording.markLanguage(language)}>${text}</text>`,
    )}</g>
    </svg>
    <figcaption class="note">${wording.text('map.legend')} ${wording.text('map.borders')}</figcaption>
    </figure>`;
}

function countryLink(wording: Wording, { href, label, language, path, target }: MapLinkView): SafeHtml {
  const place = target && { cx: target.x, cy: target.y };
  return html`<a href="${href}"${wording.markLanguage(language)}><title>${label}</title>${
    target && html`<circle class="map-target"${attributes({ ...place, r: target.reach })}/>`
  }${
    path !== undefined
      ? html`<path d="${path}"/>`
      : place === undefined
        ? nothing
        : html`<circle${attributes({ ...place, r: dotRadius })}/>`
  }</a>\n`;
}
