// A picture in every size and format that we made of it: the browser takes what fits. HTML Living Standard §4.8.1.
import type { ResponsiveImage, SafeHtml } from '../src/model.ts';
import { attributes, html, nothing } from './html.ts';

/** Width that a picture has beside text: the measure of site.css, or the whole of a narrow screen. */
const proseSizes = '(min-width: 42rem) 40rem, 100vw';
/** A picture higher than this, in pixels, and than it is wide, is shown as high as a screen and no higher. */
const maxFreeHeight = 600;

export interface PictureView {
  /** Address of the picture in its own format. */
  readonly href: string;
  readonly alt: string;
  readonly title?: string;
  /** Asked for only when it comes near the screen. */
  readonly isLazy: boolean;
  /** Undefined where the file was not looked at: the picture alone, without its size. */
  readonly image?: ResponsiveImage;
}

/** @param hrefOf from a path of the output to an address */
export function picture(view: PictureView, hrefOf: (path: string) => string): SafeHtml {
  const { image } = view;
  const img = html`<img src="${view.href}" alt="${view.alt}"${attributes({
    class: image !== undefined && image.height > Math.max(maxFreeHeight, image.width) ? 'tall' : undefined,
    width: image?.width,
    height: image?.height,
    loading: view.isLazy ? 'lazy' : undefined,
    decoding: view.isLazy ? 'async' : undefined,
    title: view.title,
  })}>`;
  if (image === undefined || image.sources.length === 0) return img;
  const sources = image.sources.map(({ type, files }) => {
    const candidates = files.map(({ path, width }) => `${hrefOf(`/${path}`)} ${width}w`).join(', ');
    return html`<source type="${type}" srcset="${candidates}"${files.length > 1 ? attributes({ sizes: proseSizes }) : nothing}>`;
  });
  return html`<picture>${sources}${img}</picture>`;
}
