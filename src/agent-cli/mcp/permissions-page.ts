/** The page of the standing permissions: what each allows, what was said under it, and a button that ends it. */
import { html, type Markup } from '../../server/desk/html.js';
import { framed, listOf } from './frame.js';
import type { PermissionBook } from './permission-book.js';
import { permissionParts, usesOf } from './permission-words.js';
import type { Permission } from './permissions.js';

const itemOf = (permission: Permission, isOpen: boolean, path: string, token: string): Markup => {
  const uses = usesOf(permission);
  return html`<article>
    ${listOf(permissionParts(permission, isOpen))}
    ${
      uses.length > 0 &&
      html`<details>
        <summary>Said without your press: ${uses.length}</summary>
        ${listOf(uses)}
      </details>`
    }
    ${
      isOpen &&
      html`<form method="post" action="${path}">
        <input type="hidden" name="token" value="${token}" />
        <button name="revoke" value="${permission.id}">End this permission</button>
      </form>`
    }
  </article>`;
};

export const permissionsPage = (book: PermissionBook, path: string, token: string): string => {
  const all = book.all();
  const none = html`<p>There are none. You make one on the page of a need that your assistant has prepared.</p>`;
  return framed(
    'Your standing permissions',
    all.length > 0 ? html`${all.map((one) => itemOf(one, book.isOpen(one), path, token))}` : none,
  );
};
