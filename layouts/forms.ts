// The sign-up form and the inquiry form, by the conventions of the host's form service (docs.netlify.com, "Forms setup"),
// and what stands in their place in a copy that nothing can be sent from. HTML Living Standard §4.10; no script.
import type { SafeHtml } from '../src/model.ts';
import { attributes, html, nothing } from './html.ts';
import type { ChannelView, FormView } from './views.ts';
import type { Wording } from './wording.ts';

/** The service's own name, the same in every language. */
const serviceName = 'Netlify';
/** Seen by no person: what is written into it was written by a machine. */
const trapField = 'bot-field';

/**
 * The form, and beside it the other ways to reach the publisher. A copy that is carried away has no form but a sentence
 * in its place, which stands hidden in the page from the start (src/archive/relative-links.ts).
 */
export function formAndChannel(wording: Wording, form: FormView): SafeHtml {
  const title = wording.text(form.kind === 'inquiry' ? 'form.inquiry-title' : 'form.newsletter-title');
  return html`<section class="form" data-form="${form.kind}">
    <h2 id="${formId(form.kind)}">${title}</h2>
    <p data-folder-only hidden>${wording.text('form.offline')}</p>
    ${formElement(wording, form)}
    ${channel(wording, form.channel)}
    </section>`;
}

export function formId(kind: FormView['kind']): string {
  return `form_${kind}`;
}

function formElement(wording: Wording, form: FormView): SafeHtml {
  const isInquiry = form.kind === 'inquiry';
  return html`<form name="${form.name}" method="post" action="${form.actionHref}" data-netlify="true" netlify-honeypot="${trapField}" data-site-only>
    <input type="hidden" name="form-name" value="${form.name}">
    <p hidden><label for="form_trap">${wording.text('form.trap')}</label> <input id="form_trap" name="${trapField}" type="text" autocomplete="off"></p>
    ${
      isInquiry
        ? html`<p><label for="form_message">${wording.text('form.message')}</label>
          <textarea id="form_message" name="message" rows="8" required dir="auto" autocomplete="off" maxlength="20000"></textarea></p>
          ${input(wording, { key: 'form.name', name: 'name', type: 'text', autocomplete: 'name' })}
          ${input(wording, { key: 'form.email-optional', name: 'email', type: 'email', autocomplete: 'email' })}`
        : input(wording, {
            ...{ key: 'form.email', name: 'email', type: 'email', autocomplete: 'email', required: true },
          })
    }
    <p class="meta">${wording.text('form.where', { service: serviceName, publisher: html`<bdi>${form.publisher}</bdi>` })}</p>
    <p><button class="button" type="submit">${wording.text(isInquiry ? 'form.inquiry-send' : 'form.newsletter-send')}</button></p>
    </form>`;
}

function input(
  wording: Wording,
  {
    key,
    name,
    ...rest
  }: {
    readonly key: string;
    readonly name: string;
    readonly type: string;
    readonly autocomplete: string;
    readonly required?: boolean;
  },
): SafeHtml {
  const id = `form_${name}`;
  return html`<p><label for="${id}">${wording.text(key)}</label>
    <input${attributes({ id, name, ...rest, dir: 'auto', maxlength: 320 })}></p>`;
}

/** Only what the site's settings say: nothing is invented. */
function channel(wording: Wording, { email, phone, text }: ChannelView): SafeHtml {
  const ways: SafeHtml[] = [];
  if (email !== undefined) ways.push(html`<a href="mailto:${email}"><bdi>${email}</bdi></a>`);
  if (phone !== undefined)
    ways.push(html`<a href="tel:${dialled(phone)}"><bdi dir="ltr">${inOneLine(phone)}</bdi></a>`);
  if (text !== undefined) ways.push(text);
  if (ways.length === 0) return nothing;
  return html`<p>${wording.text('form.other')}</p>
    <ul>${ways.map((way) => html`\n<li>${way}</li>`)}</ul>`;
}

/** RFC 3966; `(0)` is dialled within the country alone. */
function dialled(phone: string): string {
  return phone.replace('(0)', '').replaceAll(/[^+\d]/g, '');
}

/** Groups of digits with spaces between them, as ITU-T E.123 writes a number, and no line break among them. */
function inOneLine(phone: string): string {
  return phone.replaceAll(/[ -]+/g, '\u00A0');
}
