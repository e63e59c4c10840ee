/** Writes docs/contract-examples.md: each act as it is sent and kept, with its bytes. */
import { ACTS, ruleOf } from '../../src/contract/acts.js';
import { claims, countersign, following, hashOf, type Json, restart, signBytes, signVendor, vendors } from './parties.js';

const money = { amount: '12.50', currency: 'EUR' };

const HEAD = `# Examples of the contract

Every act of [the contract](contract.md) with its bytes: one relationship, from its first record to its end. The keys are those of the test
vectors, \`relbutton/vectors/*.json\`, so that you can check each signature: the customer's by the \`jwk\` in its own header, the vendor's by the
\`jwks\` of \`records.json\`. Signatures are deterministic (RFC 6979); \`npm run vectors\` writes this page.

The record **as sent** has the customer's signature; **as kept** it has the vendor's beside it. An act of the vendor has one signature, and is fetched by \`sync\`. The **hash** is base64url of SHA-256 of
the payload: the next record has it as \`prev\`. \`sync\` and \`export\` are answered, and not kept.
`;

/** Returns the text of the page. */
export const examples = (): string => {
  restart(9_000);
  let last = '';
  const hashes: Record<string, string> = {};
  const bodies: Readonly<Record<string, () => object | undefined>> = {
    relate: () => ({ reach: 'mailto:alex@example.com' }),
    converse: () => ({ text: 'Is the grinder in stock?' }),
    intentcast: () => ({ need: 'A grinder for espresso', budget: { amount: '150', currency: 'EUR' }, by: '2027-03-31' }),
    pledge: () => ({ ...money, per: 'month', for: 'The roaster’s notes' }),
    receipt: () => ({ re: hashes.pledge, ...money, at: '2027-01-02' }),
    share: () => ({ what: 'My address', scope: 'This order', purpose: 'Delivery', until: '2027-01-31' }),
    revoke: () => ({ re: hashes.share }),
    regard: () => ({ feels: 'fair', note: 'A pleasure' }),
    pause: () => ({ reason: 'A journey' }),
    leave: () => ({ erase: true }),
  };
  // A leave ends the relationship, so that the question after it comes before it here.
  const order = [...ACTS.filter((act) => act !== 'leave'), 'leave'];
  const parts = order.map((act) => {
    const rule = ruleOf(act);
    const body = bodies[act]?.();
    const isVendors = rule?.from === 'vendor';
    const agreement = act === 'intentcast' ? 'PDC-INTENT' : undefined;
    const said: Json =
      act === 'relate' ? claims({ body }) : isVendors ? vendors(act, last, body) : following(act, last, body, { agreement });
    const payload = JSON.stringify(said);
    const sent = isVendors ? signVendor(said) : signBytes(payload);
    const hash = hashOf(payload);
    if (!rule?.asks && act !== 'leave') last = hashes[act] = hash;
    const isKept = !isVendors && !rule?.asks;
    return [
      `## \`${act}\`\n\nPayload:\n\n\`\`\`json\n${payload}\n\`\`\`\n\nHash: \`${hash}\`\n`,
      `As ${isVendors ? 'kept' : 'sent'}:\n\n\`\`\`json\n${sent}\n\`\`\`\n`,
      ...(isKept ? [`As kept:\n\n\`\`\`json\n${countersign(sent)}\n\`\`\`\n`] : []),
    ].join('\n');
  });
  return [HEAD, ...parts].join('\n');
};
