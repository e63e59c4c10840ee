/** Signing with a passkey (contract, "With a passkey"). */
import type { PanelInPage } from './panel-in-page.js';
import { inPage } from './probe.js';

/** The answer to `?credential=` and `?customer=`, of the kit's passkey. */
const STANDING = {
  iss: 'a'.repeat(43),
  status: 'related',
  credential: 'Y29uZm9ybWFuY2UtcGFzc2tleQ',
  jwk: { kty: 'EC', crv: 'P-256', x: 'b'.repeat(43), y: 'c'.repeat(43) },
  prev: 'd'.repeat(43),
  agreement: 'SD-BASE',
  since: '2026-01-01T00:00:00Z',
};

export const passkeyCases = [
  inPage(
    ['C-80'],
    'a panel that opens and closes asks for no passkey, and asks the endpoint nothing',
    async (t: PanelInPage, customer) => {
      t.needPasskeys();
      t.host.setAttribute('customer', customer);
      for (const status of ['offered', 'related']) {
        t.host.setAttribute('status', status);
        await t.rest();
        await t.openPanel();
        await t.rest(200);
        await t.cancel();
      }
      t.check(t.passkeys.dialogs.length === 0, 'It asks for a passkey.');
      t.check(t.lookups.length + t.proposals.length === 0, 'It asks the endpoint.');
    },
    STANDING.iss,
  ),
  inPage(['C-81', 'C-148'], 'for a new relationship it makes a passkey, which signs the record', async (t: PanelInPage) => {
    t.needPasskeys();
    await t.openPanel();
    await t.sign('create');
    const { record } = await t.until(() => t.proposals[0], 'The vendor does not get the record.');
    const [{ challenge, allowCredentials = [] } = {} as never, ...more] = t.passkeys.of('get');
    t.check(t.passkeys.of('create').length === 1 && more.length === 0, 'It asks for more than one passkey, or signature.');
    const idOf = ({ id }: PublicKeyCredentialDescriptor): string => String.fromCharCode(...new Uint8Array(id as ArrayBuffer));
    t.check(allowCredentials.map(idOf).join() === atob(t.passkeys.id), 'Another passkey signs.');
    const { payload, signatures } = JSON.parse(record) as { payload: string; signatures: { protected: string }[] };
    const text = new TextEncoder().encode(`${signatures[0]?.protected}.${payload}`);
    const hash = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', text));
    t.check(new Uint8Array(challenge as ArrayBuffer).join() === hash.join(), 'The passkey does not sign the record.');
    const { act, aud, body } = await t.claims();
    t.check(act === 'relate' && aud === location.origin, `It signs ${String(act)} for ${String(aud)}.`);
    t.check((body as { credential?: string } | undefined)?.credential === t.passkeys.id, 'The record has no credential.');
  }),
  inPage(
    ['C-81'],
    'for another act it asks the endpoint for the relationship of customer, whose passkey signs',
    async (t: PanelInPage, standing) => {
      t.needPasskeys();
      await t.openRelated('pause', standing.iss);
      await t.sign('lookup');
      t.check(t.passkeys.dialogs.length === 0, 'It asks for a passkey first.');
      t.check(new URL(t.lookups[0]?.request?.url ?? '').searchParams.get('customer') === standing.iss, 'It asks for another.');
      t.lookups[0]?.answer(standing);
      const { act, prev } = await t.claims();
      t.check(t.passkeys.of('create').length === 0, 'It makes a passkey.');
      t.check(act === 'pause' && prev === standing.prev, 'The record is no pause after the last one.');
    },
    STANDING,
  ),
  inPage(
    ['C-81'],
    'without a customer the person chooses the passkey, and it asks for the relationship of that',
    async (t: PanelInPage, standing) => {
      t.needPasskeys();
      await t.openRelated('pause');
      await t.sign('get');
      t.check(!t.passkeys.of('get')[0]?.allowCredentials?.length, 'It does not let the person choose.');
      const { request, answer } = await t.until(() => t.lookups[0], 'It does not ask the endpoint.');
      t.check(new URL(request?.url ?? '').searchParams.get('credential') === t.passkeys.id, 'It asks for another.');
      answer(standing);
      t.check((await t.claims())['prev'] === standing.prev, 'The record does not follow the last one.');
    },
    STANDING,
  ),
  inPage(['C-82'], 'while one tab signs, another does not', async (t: PanelInPage) => {
    t.needPasskeys();
    const locks = (globalThis.navigator as Partial<Navigator>).locks ?? t.skip('This browser has no Web Locks.');
    const before = (await locks.query()).held?.map(({ name }) => name);
    t.passkeys.person.create = 'wait';
    await t.openPanel();
    await t.sign('create');
    const { held = [] } = await locks.query();
    const [lock] = held.filter(({ mode, name }) => mode === 'exclusive' && !before?.includes(name));
    t.check(lock?.name, 'While a passkey signs, no lock is held.');
    await t.cancel();
    await t.until(() => t.outcomes.length, 'The flow does not end.');
    const isHeld = async (): Promise<boolean> => (await locks.query()).held?.some(({ name }) => name === lock.name) === true;
    for (let i = 0; i < 50 && (await isHeld()); i++) await t.rest();
    t.check(!(await isHeld()), 'The lock is held after the end.');
    // Another tab of the site holds it now.
    void locks.request(lock.name, () => new Promise(() => undefined));
    await t.openPanel();
    const isStill = await t.sign('create').then(
      () => false,
      () => true,
    );
    t.check(isStill, 'It asks for a passkey while another tab signs.');
  }),
  inPage(['C-83'], 'agents that offered stay until the record is signed, and then get cancel', async (t: PanelInPage) => {
    t.needPasskeys();
    t.offer('public', { label: 'Waiting' });
    t.passkeys.person.create = 'no';
    await t.openPanel();
    await t.sign('create');
    await t.until(() => !t.passkeys.open, 'The dialog stays.');
    await t.rest(50);
    t.check(t.of('cancel').length === 0, 'They get cancel before it is signed.');
    t.check(t.textIn(t.host).includes('Waiting'), 'Where the person closes the dialog they leave the panel.');
    t.passkeys.person.create = 'yes';
    await t.sign('create');
    await t.until(() => t.proposals[0], 'The vendor does not get the record.');
    t.check(
      t.of('cancel').some(({ lane, message }) => lane === 'public' && !message['offer']),
      'They get no cancel.',
    );
  }),
  inPage(['C-84'], 'a passkey that it has made is taken out if the person does not sign with it', async (t: PanelInPage) => {
    t.needPasskeys();
    t.passkeys.person.get = 'no';
    await t.openPanel();
    await t.sign('create');
    await t.until(() => t.passkeys.of('get').length, 'It does not have it sign.');
    await t.until(() => !t.passkeys.open, 'The dialog stays.');
    await t.rest(50);
    await t.cancel();
    const gone = await t.until(() => t.passkeys.of('forget')[0], 'It is not.');
    t.check(gone.credentialId === t.passkeys.id && gone.rpId === location.hostname, `${gone.credentialId} of ${gone.rpId} is.`);
  }),
  ...(
    [
      [{ refused: true, code: 'refused', message: 'No' }, true],
      [{ record: '{}' }, false],
    ] as const
  ).map(([reply, isTaken]) =>
    inPage(
      ['C-84'],
      `a passkey that it has made is ${isTaken ? 'taken out if the vendor refuses' : 'kept if the vendor accepts'}`,
      async (t: PanelInPage, given) => {
        t.needPasskeys();
        await t.openPanel();
        await t.sign('create');
        const { answer } = await t.until(() => t.proposals[0], 'The vendor does not get the record.');
        answer(given.reply);
        if (given.isTaken) await t.until(() => t.passkeys.of('forget').length, 'It is not.');
        await t.rest(50);
        await t.cancel();
        t.check(t.passkeys.of('forget').length === Number(given.isTaken), 'It is not.');
      },
      { reply, isTaken },
    ),
  ),
  inPage(
    ['C-84'],
    'the passkey of a relationship that was erased is taken out',
    async (t: PanelInPage, standing) => {
      t.needPasskeys();
      await t.openRelated('leave', standing.iss);
      for (const box of t.all<HTMLInputElement>('[type=checkbox]')) box.checked = true;
      await t.sign('lookup');
      t.lookups[0]?.answer(standing);
      const { answer } = await t.until(() => t.proposals[0], 'The vendor does not get the record.');
      answer({ record: '{}', erasure: { erased: true } });
      const gone = await t.until(() => t.passkeys.of('forget')[0], 'It is not.');
      t.check(gone.credentialId === standing.credential, `${gone.credentialId} is.`);
    },
    STANDING,
  ),
];
