import { activeShares } from 'relbutton/agent/ledger';
import { choice, choices } from '../fields.js';
import { detailOf } from '../words.js';

export const revoke = {
  yes: 'Stop sharing it',
  done: 'You stopped sharing it.',
  /** @param {{ links: import('relbutton').Link[] }} given the records of the relationship */
  fieldsOf: ({ links }) => {
    const shares = activeShares(links, Date.now());
    return [
      choices(
        shares.length ? 'What you share' : 'You share nothing with them now.',
        shares.map((one) => choice({ type: 'radio', name: 're', value: one.hash }, detailOf({ act: 'share', body: one }, links))),
        { missing: 'Choose what you stop sharing.' },
      ),
    ];
  },
  bodyOf: (said) => ({ re: said.get('re') }),
};
