// A finished page for a copy that is read without a network: its form gives way to the sentence that says so, which the
// page holds hidden; the other ways to reach the publisher stand beside it already (layouts/forms.ts).

/** @param html a page that layouts/ made; one without a form comes back as it is */
export function formsToChannels(html: string): string {
  if (!html.includes(' data-netlify="true"')) return html;
  return html
    .replaceAll(/<form [^>]*data-netlify="true"[^>]*>[\s\S]*?<\/form>\n?/g, '')
    .replaceAll(' data-form-offline hidden', '');
}
