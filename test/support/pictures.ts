// Pictures made for a test, told apart by their colour.
import sharp from 'sharp';

/** Four small PNG files, the same in every run. */
export function smallPictures(): Promise<Uint8Array[]> {
  const colours = ['#800000', '#008000', '#000080', '#808000'];
  return Promise.all(
    colours.map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
}
