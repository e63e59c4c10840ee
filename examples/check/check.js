/**
 * Checks an embed: reads a page of this origin and the files that it loads, and names what is missing.
 */
const findings = document.querySelector('#findings');
const trial = document.querySelector('#trial');

const say = (isFine, text) => {
  const item = document.createElement('li');
  item.className = isFine ? 'fine' : 'missing';
  item.textContent = `${isFine ? '✓' : '✗'} ${text}`;
  findings.append(item);
  return isFine;
};

/** Fetches, and turns a network error into a response. */
const get = (url, init) =>
  fetch(url, { cache: 'no-store', ...init }).catch((error) => new Response(String(error), { status: 503 }));
const getJson = async (url) => {
  const response = await get(url);
  return response.ok ? response.json().catch(() => null) : null;
};

/** Parses the page without running it. DOMParser is not allowed in a page with trusted types. */
const getDocument = (url) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = () => resolve(request.responseXML);
    request.onerror = () => reject(new Error(`${url.href} cannot be read.`));
    request.open('GET', url);
    request.responseType = 'document';
    request.send();
  });

const hashOf = async (text) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-384', new TextEncoder().encode(text)));
  return `sha384-${btoa(String.fromCharCode(...digest))}`;
};

/** Checks that a file of the page exists, and matches the page's hash. */
const checkFile = async (tag, what, snippet) => {
  const address = tag?.src ?? tag?.href;
  if (!say(Boolean(tag), tag ? `The page loads ${what}.` : `The page does not load ${what}. Add: ${snippet}`)) return null;
  const response = await get(address);
  if (!say(response.ok, response.ok ? `${address} is there.` : `${address} answers ${response.status}. Put the file there.`))
    return null;
  if (tag.integrity) {
    const hash = await hashOf(await response.text());
    const fits = tag.integrity.split(/\s+/).includes(hash);
    say(fits, fits ? 'Its integrity fits.' : `Its integrity does not fit, so that the browser refuses it. It should be ${hash}.`);
  }
  return address;
};

/** Checks a script of the library, which has to be a module. */
const checkScript = async (tag, what) => {
  const address = await checkFile(tag, what, `<script type="module" src="/${what}"></script>`);
  if (tag)
    say(tag.type === 'module', tag.type === 'module' ? 'It is loaded as a module.' : 'The script tag lacks type="module".');
  return address;
};

const checkHeaders = ({ headers }) => {
  const opener = headers.get('cross-origin-opener-policy');
  const isOpen = opener === null || opener === 'same-origin-allow-popups' || opener === 'unsafe-none';
  say(
    isOpen,
    isOpen
      ? 'Agents in windows of their own can be reached.'
      : `Cross-Origin-Opener-Policy: ${opener} cuts off agents in windows of their own. Send same-origin-allow-popups.`,
  );
  const policy = headers.get('content-security-policy') ?? '';
  const [, types] = /trusted-types ([^;]*)/.exec(policy) ?? [];
  const allowsLit = types === undefined || /(^|\s)(\*|lit-html)(\s|$)/.test(types);
  say(
    allowsLit,
    allowsLit
      ? 'The content security policy lets the button render.'
      : 'The content security policy lacks lit-html in trusted-types.',
  );
};

/** Renders the page's elements here, and passes on their warnings. */
const checkElements = async (elements, bundle) => {
  const { warn } = console;
  console.warn = (text) => say(false, text);
  try {
    await import(bundle);
    trial.replaceChildren(...elements.map((element) => document.importNode(element, true)));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  } finally {
    console.warn = warn;
  }
  for (const button of trial.querySelectorAll('rel-button')) {
    const name = button.vendorName || '(without a name)';
    say(
      Boolean(button.vendorName),
      button.vendorName ? `The button names ${name}.` : 'The button has no vendor-name: it shows the host name.',
    );
    const link = button.querySelector(':scope > a[href]');
    say(
      Boolean(link),
      link
        ? 'It has a child link, which works without script.'
        : 'It has no child link: nothing works without script. Put an <a href> inside.',
    );
    if (link) {
      const isReachable = link.protocol === 'mailto:' || link.origin !== location.origin || (await get(link.href)).ok;
      say(isReachable, isReachable ? 'The link leads somewhere.' : `${link.href} is not there.`);
    }
    say(
      button.accepts?.length > 0,
      button.accepts?.length
        ? `It accepts ${button.accepts.join(', ')}.`
        : 'It accepts no agreement: agents have nothing to propose. Set accepts.',
    );
  }
};

const checkEndpoint = async (button) => {
  const { endpoint } = button;
  if (
    !say(
      Boolean(endpoint),
      endpoint
        ? `The endpoint is ${endpoint}.`
        : 'There is no endpoint: nothing is ever agreed, unless your script answers rel-propose.',
    )
  )
    return;
  const url = new URL(endpoint, location.href);
  const refused = await get(url, { method: 'POST', headers: { 'content-type': 'application/jose+json' }, body: '{}' });
  const { refused: isRefused } = await refused.json().catch(() => ({}));
  const isSound = refused.status >= 400 && refused.status < 500 && isRefused === true;
  say(
    isSound,
    isSound
      ? 'It refuses what is no record.'
      : `It answers ${refused.status} to what is no record, where it should refuse it with 4xx and {refused: true, code, message}.`,
  );
  const form = await get(url, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
  say(
    form.status === 415,
    form.status === 415
      ? 'It refuses forged form posts.'
      : `It answers ${form.status} to a form post, where it should answer 415.`,
  );

  const published = await getJson('/.well-known/relbutton.json');
  if (
    !say(
      Boolean(published),
      published
        ? '/.well-known/relbutton.json is there.'
        : '/.well-known/relbutton.json is missing: agents cannot check your signature.',
    )
  )
    return;
  const isSame = published.endpoint === url.href && button.accepts?.every((id) => published.accepts?.includes(id));
  say(isSame, isSame ? 'It says what the button says.' : 'It names another endpoint than the button, or fewer agreements.');
  const { keys = [] } = (published.jwks && (await getJson(published.jwks))) || {};
  say(keys.length > 0, keys.length ? 'Your public keys are there.' : `No public key at ${published.jwks}.`);
  const isPublic = keys.every((key) => !('d' in key) && !('k' in key));
  if (keys.length)
    say(isPublic, isPublic ? 'They are public parts only.' : 'They hold the private part. Take them down, and make a new key.');
};

const check = async (path) => {
  findings.replaceChildren();
  const url = new URL(path, location.href);
  if (url.origin !== location.origin) {
    say(false, `${url.href} is of another origin. Put this page beside it.`);
    return;
  }
  say(isSecureContext, isSecureContext ? 'The page is secure.' : 'The page is not secure: serve it by https.');
  const response = await get(url);
  if (!say(response.ok, response.ok ? `${url.href} is there.` : `${url.href} answers ${response.status}.`)) return;
  checkHeaders(response);
  const page = await getDocument(url);
  if (!say(Boolean(page), page ? 'It is HTML.' : 'It is no HTML: nothing there can be checked.')) return;

  const scripts = [...page.querySelectorAll('script[src*="relbutton"]')];
  const languageOf = ({ src }) => /relbutton\.[a-z]{2}\.js/.exec(src)?.[0];
  const bundle = await checkScript(
    scripts.find((script) => !languageOf(script)),
    'relbutton.min.js',
  );
  for (const script of scripts.filter(languageOf)) await checkScript(script, languageOf(script));
  await checkFile(
    page.querySelector('link[rel="stylesheet"][href*="relbutton"]'),
    'relbutton.css',
    '<link rel="stylesheet" href="/relbutton.css">',
  );
  const elements = [...page.querySelectorAll('rel-button, rel-badge, rel-balance')];
  const buttons = elements.filter(({ localName }) => localName === 'rel-button');
  if (
    !say(
      buttons.length > 0,
      buttons.length
        ? `There ${buttons.length === 1 ? 'is one button' : `are ${buttons.length} buttons`}.`
        : 'There is no <rel-button>.',
    ) ||
    !bundle
  )
    return;
  await checkElements(elements, bundle);
  await checkEndpoint(trial.querySelector('rel-button'));
};

document.querySelector('form').onsubmit = (event) => {
  event.preventDefault();
  findings.ariaBusy = 'true';
  check(new FormData(event.target).get('page'))
    .catch((error) => say(false, String(error)))
    .finally(() => {
      findings.ariaBusy = 'false';
    });
};
