/**
 * Faults that the gate's tests catch, each by the test files that it names.
 *
 * @typedef {object} Fault
 * @property {string} breaks what no longer holds, in a sentence
 * @property {string} file in `src`
 * @property {string} text what stands there now, exactly once
 * @property {string} by what stands there instead
 * @property {'node' | 'page' | 'built'} where the tests run: in Node, in a page, or in Node with what is built
 * @property {string[]} tests their files, as paths or globs
 */

/** @returns {Fault[]} faults that the same test files catch */
const caughtBy = (where, tests, faults) =>
  faults.map(([file, breaks, text, by]) => ({ breaks, file: `src/${file}`, text, by, where, tests: tests.split(' ') }));

export const faults = [
  ...caughtBy('node', 'test/server/desk.test.ts', [
    ['server/desk/html.ts', 'The desk escapes nothing.', 'String(part).replace(/[&<>"\']/g, ', 'String(part).replace(/[\\0]/g, '],
    [
      'server/desk/taking.ts',
      'A form needs no token.',
      'if (!(await isToken(seals, session, fields.token)))',
      'if (fields.none)',
    ],
    [
      'server/desk/seal.ts',
      'A token is good for each session.',
      'encoder.encode(writeJson(words))',
      'encoder.encode(writeJson(words.slice(1)))',
    ],
    ['server/desk/acting.ts', 'A page elsewhere can post a form.', "headers.get('origin') !== origin", 'false'],
    ['server/desk/acting.ts', 'A double click counts twice.', 'done.get(form) ?? work()', 'work()'],
    [
      'server/desk/index.ts',
      'Who is not signed in sees the desk.',
      'if (session === null || session === undefined) return bare(W.notSignedIn, 403);',
      '',
    ],
    [
      'server/desk/showing.ts',
      'The address says what was done, whoever wrote it.',
      '(await seals.fits(seal, session, purposeOf(done, iss)))',
      'true',
    ],
    [
      'server/desk/paging.ts',
      'A page looks through all relationships.',
      'const LOOKED_THROUGH = 1_000;',
      'const LOOKED_THROUGH = 1e9;',
    ],
    ['server/desk/paging.ts', 'A page reads all records.', 'const RECORDS = 2_000;', 'const RECORDS = 1e9;'],
    ['server/desk/list.ts', 'A list reads more relationships than it shows.', 'limit: PAGE + 1', 'limit: 500'],
    ['server/node.ts', 'An export that fails looks whole.', 'response.destroy();\n    return false;', 'return true;'],
  ]),
  ...caughtBy('node', 'test/server/mail.test.ts', [
    ['server/mail.ts', 'The mail tells what the vendor said.', "side !== 'customer' || ", ''],
    ['server/mail.ts', 'Each attempt is another mail.', "id.replace(/[^\\w-]/g, '')", 'crypto.randomUUID()'],
    ['server/mail.ts', 'A mail goes to several people.', 'if (!ADDRESS.test(given.address))', 'if (!given.address)'],
  ]),
  ...caughtBy('node', 'test/contract/chain.test.ts', [
    ['contract/chain.ts', 'Two records may follow the same one.', 'following.has(prev) || ', ''],
    ['contract/head.ts', 'A hold of the customer does not pause.', 'isHeld.customer || isHeld.vendor', 'isHeld.vendor'],
  ]),
  ...caughtBy('node', 'test/contract/rules.test.ts', [
    ['contract/rules.ts', 'A vendor may pledge.', "if (!isOfItsSide(claims)) return 'wrong_side';", ''],
    ['contract/rules.ts', 'A share may last two years.', 'latest.getUTCFullYear() + 1', 'latest.getUTCFullYear() + 2'],
    [
      'contract/rules.ts',
      'A receipt may be for a share.',
      "{ receipt: 'pledge', revoke: 'share' }",
      "{ receipt: 'share', revoke: 'share' }",
    ],
  ]),
  ...caughtBy('node', 'test/contract/times.test.ts', [
    ['contract/times.ts', 'There is a 30th of February.', ' || day.toISOString().slice(0, 10) !== date', ''],
    ['contract/times.ts', 'A date ends where it begins.', '+day + DAY', '+day'],
  ]),
  ...caughtBy('node', 'test/contract/what-follows.test.ts', [
    ['contract/shares.ts', 'A share goes on after a leave.', 'if (chain.some(isLeave)) return [];', ''],
    ['contract/shares.ts', 'A share goes on after its revoke.', ' && !revoked.has(hash)', ''],
    ['contract/pledges.ts', 'A pledge of 0 stands.', 'if (Number(amount) > 0) ', ''],
    [
      'contract/conversations.ts',
      'A thread awaits the side that spoke last.',
      "'customer' ? 'vendor' : 'customer'",
      "'customer' ? 'customer' : 'vendor'",
    ],
    ['contract/conversations.ts', 'An answer begins a thread of its own.', 'roots.set(hash, root);', 'roots.set(hash, link);'],
    ['contract/regards.ts', 'The first regard counts.', 'orderChain(links)', '[...orderChain(links)].reverse()'],
    [
      'contract/balance.ts',
      'A record that comes twice counts twice.',
      '[...new Map(Array.from(links, ({ hash, claims }) => [hash, claims])).values()]',
      'Array.from(links, ({ claims }) => claims)',
    ],
    ['contract/chain.ts', 'A share may be revoked twice.', "if (claims.act === 'revoke') revoked.add(reOf(claims));", ''],
  ]),
  ...caughtBy('node', 'test/server/hostile-acts.test.ts', [
    ['contract/bodies.ts', 'An amount may have a sign.', '/^\\d{1,12}(', '/^-?\\d{1,12}('],
    [
      'server/receive.ts',
      'A vendor takes needs whose agreement it does not accept.',
      ' && !proposes && !accepts.includes(INTENT)',
      ' && !accepts',
    ],
    [
      'server/challenges.ts',
      'Only a relate answers a counter.',
      'return isProposal(claims) &&',
      "return claims.act === 'relate' &&",
    ],
  ]),
  ...caughtBy('node', 'test/server/portable.test.ts', [
    ['server/portable.ts', 'A text runs as a formula in a spreadsheet.', 'inert(cells[column])', "cells[column] ?? ''"],
  ]),
  ...caughtBy('node', 'test/contract/fields.test.ts', [
    ['contract/fields.ts', 'A list may have 33 items.', 'value.length <= MAX_LIST;', 'value.length <= MAX_LIST + 1;'],
    ['contract/fields.ts', 'Fields are read from a prototype too.', 'hasOwn(value, name);', 'name in value;'],
  ]),
  ...caughtBy('node', 'test/contract/messages.test.ts', [
    ['contract/messages.ts', 'Messages of another major version are read.', 'const head = { v: 1,', 'const head = { v: integer,'],
  ]),
  ...caughtBy('node', 'test/contract/replies.test.ts', [
    ['contract/replies.ts', 'A pending reply may come with status 200.', 'status: /^202$/', 'status: /^20\\d$/'],
    ['contract/replies.ts', 'A reply may say two things at once.', 'if (!kind || other || (', 'if (!kind || ('],
  ]),
  ...caughtBy('node', 'test/contract/record.test.ts', [
    [
      'contract/record.ts',
      'The body of an act that the contract does not know is read by the fields of none.',
      "if (!Object.hasOwn(input, 'body') || !isKnown(claims.act)) return claims;",
      "if (!Object.hasOwn(input, 'body')) return claims;",
    ],
    [
      'contract/record.ts',
      'A body of another form is left out instead of refused.',
      'return body ? { ...claims, body } : null;',
      'return body ? { ...claims, body } : claims;',
    ],
  ]),
  ...caughtBy('node', 'test/server/hostile.test.ts', [
    ['records/jws.ts', 'The same bytes can be written as several records.', '[AQgw]', '[\\w-]'],
    ['records/verify.ts', 'A record may carry a private key.', 'if (jwk && typeof', 'if (!jwk && typeof'],
    [
      'records/verify.ts',
      'A record may name another customer than the one who signed it.',
      "!== claims.iss) throw new RecordError('wrong_issuer');",
      '!== claims.iss) return;',
    ],
    ['records/sign.ts', 'A record may be valid for hours.', 'export const LIFETIME = 600;', 'export const LIFETIME = 36_000;'],
    ['server/body.ts', 'Bytes that are no UTF-8 are read.', 'fatal: true', 'fatal: false'],
    ['server/negotiate.ts', 'A customer may propose three times at one place.', 'tries.length > 1 ||', 'tries.length > 2 ||'],
  ]),
  ...caughtBy('node', 'test/server/rate-limit.test.ts', [
    ['server/rate-limit.ts', 'A client may send what it likes.', 'if (end - now > MINUTE + ROUNDING) return false;', ''],
  ]),
  ...caughtBy('node', 'test/server/failures.test.ts', [
    [
      'records/sign.ts',
      'No room is left for the vendor’s signature.',
      'signatures).length + signatureLength(jwk) <=',
      'signatures).length <=',
    ],
    [
      'server/hooks.ts',
      'Whatever checkChallenge returns counts as true or false.',
      "(typeof value === 'boolean' ? value : undefined)",
      'Boolean(value)',
    ],
    [
      'server/challenges.ts',
      'A record whose challenge was used up by a failure is not taken later.',
      '      unkept.add(entry.hash);\n',
      '',
    ],
  ]),
  ...caughtBy('node', 'test/server/coming-back.test.ts', [
    ['server/http.ts', 'A cache may keep where a relationship stands.', ", 'cache-control': 'no-store'", ''],
  ]),
  ...caughtBy('node', 'test/server/passkey.test.ts', [
    [
      'records/jws.ts',
      'An agent’s signature may have an unprotected header.',
      "else if ('header' in others)",
      'else if (!others)',
    ],
    ['records/webauthn.ts', 'A passkey may sign on another site.', "check(origin === aud, 'wrong_origin');", ''],
    ['records/webauthn.ts', 'A passkey signs without a gesture.', '& USER_PRESENT) === USER_PRESENT', '& USER_PRESENT) >= 0'],
    [
      'records/webauthn.ts',
      'A passkey signs in a frame of another origin.',
      'crossOrigin === undefined || crossOrigin === false',
      "typeof crossOrigin !== 'string'",
    ],
  ]),
  ...caughtBy('node', 'test/server/acts.test.ts', [
    [
      'server/challenges.ts',
      'A challenge is good again after a record that the vendor accepted.',
      "return isProposal(claims) && before.length > 0 && before.every((one) => one.answer === 'countered' && one.prev === prev);",
      'return before.length > 0;',
    ],
    ['server/speak.ts', 'The vendor speaks in a relationship that is on hold.', "status === 'paused'", "status === 'asked'"],
  ]),
  ...caughtBy('node', 'test/server/outbox.test.ts', [
    ['server/delivery-loop.ts', 'No process owns the message that it delivers.', 'const LEASE = 30_000;', 'const LEASE = 0;'],
    [
      'server/delivery-loop.ts',
      'The wait for the next delivery grows without an end.',
      'Math.min(FIRST_WAIT * 2 ** (tries - 1), longest)',
      'FIRST_WAIT * 2 ** (tries - 1)',
    ],
    [
      'server/delivery-loop.ts',
      'A failed store stops the deliveries for good.',
      'timer.start(news.isThere() ? 0 : wait)',
      'isGood && timer.start(wait)',
    ],
    [
      'server/clock.ts',
      'A clock that is set back holds deliveries up.',
      'begin = Math.max(begin, Date.now() - passed)',
      'begin = Date.now() - passed',
    ],
  ]),
  ...caughtBy('node', 'test/server/webhook.test.ts', [
    [
      'server/webhook.ts',
      'A receiver may keep a change for 15 minutes.',
      'const PATIENCE = 15_000;',
      'const PATIENCE = 900_000;',
    ],
    ['server/webhook.ts', 'An answer of 404 counts as taken.', 'if (!response.ok) throw', 'if (response.status >= 500) throw'],
  ]),
  ...caughtBy('node', 'test/server/portable.test.ts', [
    [
      'server/import.ts',
      'Records of another vendor are imported.',
      "if (vendorOf(claims) !== origin) throw new RecordError('wrong_audience');",
      '',
    ],
    [
      'server/import.ts',
      'An imported record is no replay of the one that its customer sent.',
      'signatures: signatures.slice(0, 1)',
      'signatures',
    ],
  ]),
  ...caughtBy('node', 'test/server/stores.test.ts', [
    ['server/memory.ts', 'Two records take one place.', '!this.#places.has(place)', 'true'],
    ['server/memory.ts', 'A change is made to another version.', 'shelf.state.version === state.version - 1', 'true'],
    ['server/postgres.ts', 'A decision that comes too late changes the state.', ' AND EXISTS (${CAN_DECIDE})', ''],
    [
      'server/outbox-statements.ts',
      'A lease that ran out still counts.',
      'head = $2 AND attempts = $4',
      'head = $2 AND attempts >= $4',
    ],
    ['server/memory-outbox.ts', 'A message behind one that waits is due.', 'line.first && line.due === undefined', 'line.first'],
  ]),
  ...caughtBy('node', 'test/server/node.test.ts', [
    ['server/node.ts', 'A body is read that is meant for others.', '{ highWaterMark: 0 }', '{ highWaterMark: 9 }'],
  ]),
  ...caughtBy('page', 'test/agent/ledger-turns.test.ts', [
    [
      'agent/ledger-answers.ts',
      'A refusal of one proposal too many throws the key of the first away.',
      "  'too_many_proposals',\n",
      '',
    ],
    ['agent/file.ts', 'A thousand rounds lock the keys of a file.', 'const ROUNDS = 600_000;', 'const ROUNDS = 1_000;'],
  ]),
  ...caughtBy('page', 'test/agent/ledger-limits.test.ts', [
    [
      'agent/vendor-keys.ts',
      'A vendor’s new keys stand after its old ones.',
      '[...published.keys, ...known.keys]',
      '[...known.keys, ...published.keys]',
    ],
    ['agent/vendor-client.ts', 'A vendor may publish ten times as much.', 'published: 65_536', 'published: 655_360'],
  ]),
  ...caughtBy('page', 'test/agent/ledger-acts.test.ts', [
    [
      'agent/ledger-signing.ts',
      'What is said in a relationship that has ended goes to the next one.',
      "throw new RecordError('ended');",
      'return store.current(vendor.origin);',
    ],
    [
      'agent/ledger-signing.ts',
      'An act is signed without the body that it needs.',
      " ?? (lacksBody(claims) ? 'malformed' : undefined)",
      '',
    ],
    ['records/verify.ts', 'A vendor’s act is kept without its body.', "claims.act !== 'converse' && lacksBody(claims)", 'false'],
  ]),
  ...caughtBy('page', 'test/agent/ledger-intentcast.test.ts', [
    [
      'agent/ledger-talk.ts',
      'A second need takes the place of one that waits.',
      'if (after && isUndecided(after)) return',
      'if (after === null) return',
    ],
    ['agent/vendor-origin.ts', 'An address may have a user name that looks like a host.', ' && !username && !password', ''],
  ]),
  ...caughtBy('page', 'test/agent/ledger.test.ts', [
    ['agent/join.ts', 'A record of another customer joins a relationship.', 'customerOf(claims) !== iss || vendorOf', 'vendorOf'],
    [
      'agent/vendor-client.ts',
      'A vendor may keep its keys elsewhere.',
      'if (url.origin !== origin) throw',
      'if (!url.origin) throw',
    ],
  ]),
  ...caughtBy('page', 'test/agent/ledger-history.test.ts', [
    [
      'agent/ledger-answers.ts',
      'The ledger stops after the first page of an answer.',
      'if (reply.more !== true) return;',
      'if (reply) return;',
    ],
    [
      'contract/chain.ts',
      'A record may follow one that is followed already.',
      ' || (prev !== earlier.last && ',
      ' || (false && ',
    ],
  ]),
  ...caughtBy('page', 'test/agent/ledger-erasure.test.ts', [
    [
      'agent/ledger-answers.ts',
      'A vendor says that it has erased before the person leaves.',
      "erasure && relationship.head?.status === 'ended'",
      'erasure',
    ],
  ]),
  ...caughtBy('page', 'test/agent/ledger-upgrade.test.ts', [
    [
      'agent/ledger-upgrade.ts',
      'A ledger of 0.1.0 is taken over again each time.',
      'transaction.objectStore(VALUES).delete(iss);',
      '',
    ],
  ]),
  ...caughtBy('page', 'test/agent/ask.test.ts', [
    ['agent/gesture.ts', 'A press counts for a minute.', 'PRESS_COUNTS = 1_000', 'PRESS_COUNTS = 60_000'],
    ['agent/open-asks.ts', 'A page may ask 300 times a minute.', 'OFFERS_A_MINUTE = 30;', 'OFFERS_A_MINUTE = 300;'],
  ]),
  ...caughtBy('page', 'test/agent/lane.test.ts', [
    ['agent/lane.ts', 'An agent answers where two lanes are marked.', 'marks?.length === 1 &&', 'marks?.length &&'],
  ]),
  ...caughtBy('page', 'test/agent/web.test.ts', [
    ['agent/open-ask.ts', 'An agent proposes a third time.', '#proposals < 2', '#proposals < 3'],
    ['agent/web.ts', 'Any window may greet an agent as its opener.', 'source !== opener ||', ''],
  ]),
  ...caughtBy('page', 'test/handoff/flow.test.ts', [
    ['handoff/flow.ts', 'An agent may stay silent for 20 s.', 'ACK_WITHIN = 2_000', 'ACK_WITHIN = 20_000'],
    ['handoff/flow.ts', 'The name of a private agent is said in public.', "this.#chosen.lane !== 'private'", 'this.#chosen'],
    ['handoff/transitions.ts', 'A counter is never answered.', "counter: { propose: 'deciding', sign", 'counter: { sign'],
    ['handoff/offers.ts', 'The fastest agent stands first.', '(random() * (count + 1)) | 0', 'count'],
  ]),
  ...caughtBy('page', 'test/handoff/passkey.test.ts', [
    ['handoff/signing.ts', 'Two tabs sign at once.', '{ ifAvailable: true }', '{}'],
    ['handoff/signing.ts', 'A passkey that came to nothing stays.', 'if (this.#stray) forgetPasskey(this.#stray);', ''],
  ]),
  ...caughtBy('page', 'test/handoff/der.test.ts test/handoff/captured-dom.test.ts', [
    ['handoff/der.ts', 'A short number stands where a long one begins.', 'end - kept)', 'end - 32)'],
  ]),
  ...caughtBy('page', 'test/handoff/web-agent.test.ts', [
    [
      'handoff/web-agent.ts',
      'The window of an agent is heard wherever it has gone.',
      ' || eventOrigin(event) !== origin) return;',
      ') return;',
    ],
  ]),
  ...caughtBy('page', 'test/elements/page-objects.test.ts', [
    ['handoff/lanes.ts', 'A page may dispatch an agent’s message anywhere.', 'if (eventTarget(event) === document) ', ''],
  ]),
  ...caughtBy('page', 'test/elements/rel-button*.test.ts', [
    ['handoff/endpoint.ts', 'The vendor’s endpoint gets no cookies.', "credentials: 'same-origin'", "credentials: 'omit'"],
  ]),
  ...caughtBy('page', 'test/elements/attributes.test.ts', [
    ['elements/attributes.ts', 'A list may be of any length.', 'kept.length === MAX_LIST', 'kept.length < 0'],
    [
      'elements/rel-button/terms.ts',
      'An endpoint may be of an origin that begins as the page’s does.',
      'startsWith(`${ORIGIN}/`)',
      'startsWith(ORIGIN)',
    ],
  ]),
  ...caughtBy('page', 'test/elements/words.test.ts', [
    [
      'elements/server-rendering.ts',
      'An element that has rendered reads its words as on a server.',
      '(!element.hasUpdated && Boolean(element.shadowRoot?.firstChild))',
      'Boolean(element.shadowRoot?.firstChild)',
    ],
    [
      'elements/words.ts',
      'The lang around a shadow root does not count in it.',
      '(scope.getRootNode() as ShadowRoot).host',
      'null',
    ],
  ]),
  ...caughtBy('page', 'test/elements/panel.test.ts', [
    [
      'elements/rel-button/open-panel.ts',
      'Escape closes the dialog around a panel as well.',
      '      event.preventDefault();\n      event.stopImmediatePropagation();',
      '',
    ],
    [
      'elements/rel-button/panel/message.ts',
      'The live region does not say what the vendor answered.',
      'agent || words.agent)} ${message}`.trim()',
      'agent || words.agent)}`.trim()',
    ],
  ]),
  ...caughtBy('page', 'test/elements/rel-badge.test.ts', [
    ['elements/rel-badge/rel-badge.ts', 'A badge draws a status that is none.', 'if (!known) return;', ''],
    [
      'elements/magnets.ts',
      'The vendor’s magnet has the shape of the customer’s.',
      'd=${SHAPES[vendor]}',
      'd=${SHAPES[customer]}',
    ],
  ]),
  ...caughtBy('page', 'test/elements/rel-balance.test.ts', [
    [
      'elements/rel-balance/count-records.ts',
      'A record that is given twice counts twice.',
      'claims.iss + claims.jti',
      'String(Math.random())',
    ],
    ['elements/rel-balance/rel-balance.ts', 'The bars of both sides start at the left.', 'bar(100 - left, left)', 'bar(0, left)'],
  ]),
  ...caughtBy('built', 'test/e2e/pages.test.mjs', [
    [
      'handoff/context.ts',
      'A flow begins on a page that is not secure.',
      "if (isSecureContext === false) return 'insecure';",
      "if (isSecureContext === null) return 'insecure';",
    ],
  ]),
  ...caughtBy('node', 'test/ledger/terms.test.ts', [
    [
      'agent/ledger-talk.ts',
      'A record that waited is signed again under other terms.',
      'checkTerms(act, now, { inForce: head?.agreement });',
      '',
    ],
    [
      'agent/ledger-talk.ts',
      'An act is signed under other terms than the person saw.',
      'sign(store, proposal, iss, seen)',
      'sign(store, proposal, iss)',
    ],
  ]),
  ...caughtBy('node', 'test/ledger/file.test.ts', [
    [
      'agent/ledger-file/database.ts',
      'A file that is something else is changed.',
      'if (!isLedger(path) && !create)',
      'if (!path && !create)',
    ],
  ]),
  ...caughtBy('node', 'test/agent-cli/faults.test.ts', [
    ['agent-cli/bodies.ts', 'A text that hides something is signed.', '  checkReadable(body);\n', ''],
    ['agent-cli/open.ts', 'A typo creates a ledger.', 'if (isNew && !begins)', 'if (isNew && !begins && !path)'],
  ]),
  ...caughtBy('built', 'test/agent-cli/find-vendor.test.ts', [
    ['agent-cli/find-vendor.ts', 'A link has a page read.', '!isCopy && !isLink(given)', '!isCopy'],
    [
      'agent-cli/kept-copy.ts',
      'A copy names a page, not an origin.',
      'vendorOrigin(one) === one',
      'vendorOrigin(one) !== undefined',
    ],
    ['cli/check/html.ts', 'A page that is never closed takes hours to read.', '|<[!?/][^>]*(?:>|$)/gi', '|<[!?/][^>]*>/gi'],
  ]),
];
