import { html, type TemplateResult } from 'lit';
import script from '../../dist/relbutton.min.js?url';
import styles from '../../dist/relbutton.css?url';

/**
 * Returns a vendor's page with the built files, a style library, and the tokens that fit the button to that library. MVP.css has a dark
 * scheme only if `color-mode` leaves it to the person's system.
 */
const vendorPage = (sheet: string, fit: string): string => `<!doctype html>
<html lang="en" color-mode="user">
  <head>
    <meta charset="utf-8">
    <title>Acme Coffee</title>
    <link rel="stylesheet" href="${styles}">
    <style>${sheet}</style>
    <style>${fit}</style>
    <script type="module" src="${script}"></script>
  </head>
  <body>
    <header>
      <h1>Acme Coffee</h1>
      <p>Three coffees, one roaster. <rel-badge status="offered">Open to relate</rel-badge></p>
    </header>
    <main>
      <h2>On your terms and ours</h2>
      <p>Relate with us under an agreement that you choose from those we accept. You keep the same record as we do, and can leave.</p>
      <p>
        <button>Order</button>
        <rel-button vendor-name="Acme Coffee" accepts="SD-BASE SD-BASE-DP">
          <a href="#relate">Relate with Acme Coffee</a>
          <a href="mailto:hello@acme.example">Write to us</a>
        </rel-button>
      </p>
    </main>
  </body>
</html>`;

/** Shows the page in a frame, so that the library's style sheet applies to that page alone. */
export const framed = (
  name: string,
  about: string,
  sheet: string,
  fit: string,
): TemplateResult => html`<article class="prose" lang="en" dir="ltr">
  <h1>In a page with ${name}</h1>
  <p>${about}</p>
  <iframe class="page" title="A page with ${name}" srcdoc=${vendorPage(sheet, fit)}></iframe>
  <h2>What fits it</h2>
  <pre tabindex="0" role="region" aria-label="Style sheet"><code>${fit}</code></pre>
</article>`;
