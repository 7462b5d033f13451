// All resources by kind: law, action plans, reports, toolkits, datasets, contacts.
import { documentPage } from './document.ts';
import { groups, resourceList } from './entry-list.ts';
import { html, nothing } from './html.ts';
import type { GroupView, PageHead, ResourceEntryView, TreeView } from './views.ts';

export interface ResourcesView {
  readonly groups: readonly (GroupView<ResourceEntryView> & { readonly id: string })[];
}

export function resourcesPage(tree: TreeView, head: PageHead, view: ResourcesView): string {
  const { wording } = tree;
  return documentPage(
    tree,
    head,
    html`<div class="sheet dated">
      <h1>${wording.text('section.resources')}</h1>
      <p class="lede">${wording.text('resources.intro')}</p>
      ${
        view.groups.length < 2
          ? nothing
          : html`<nav class="on-page" aria-labelledby="nav_page">
            <span id="nav_page" class="unseen">${wording.text('nav.page')}</span>
            <ul>${view.groups.map(
              ({ id, title, entries }) =>
                html`\n<li><a href="#${id}">${title}</a> <span class="count">${entries.length}</span></li>`,
            )}</ul>
            </nav>`
      }
      ${groups(view.groups, (entries) => resourceList(wording, entries, 3))}
      </div>`,
  );
}
