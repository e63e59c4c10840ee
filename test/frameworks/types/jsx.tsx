/** For React and Preact, by whose types it is checked: each is named on the command line. */
import type { Outcome, RelButton } from 'relbutton';

const said: (Outcome | undefined)[] = [];
const hold = (button: RelButton | null): void => button?.cancel();

export const right = (
  <>
    <rel-button
      ref={hold}
      key="1"
      className="shop"
      vendor-name="Acme Coffee"
      accepts={['SD-BASE']}
      acts="relate pause"
      no-agent="follow"
      disabled={false}
      onrel-activate={(event) => event.act.startsWith('com.') && event.preventDefault()}
      onrel-propose={(event) => event.respondWith(Promise.resolve({ pending: true }))}
      onrel-statuschange={({ status, previousStatus }) => status === 'paused' && previousStatus === 'related'}
      onrel-outcome={({ outcome, currentTarget }) => said.push(outcome) && currentTarget.currentStatus}
    >
      <a href="/relate">Relate with Acme Coffee</a>
    </rel-button>
    <rel-badge status="offered" appearance="sign" />
    <rel-balance vendor-name="Acme Coffee" initiated="3 2" shared="2 2" stored="6 6" />
    <rel-balance records={['a record']} />
  </>
);

export const wrong = [
  // @ts-expect-error: no such size
  <rel-button size="huge" />,
  // @ts-expect-error: no such status
  <rel-button status="owned" />,
  // @ts-expect-error: no such way
  <rel-button no-agent="explode" />,
  // @ts-expect-error: no ids
  <rel-button accepts={[1]} />,
  // @ts-expect-error: no such property
  <rel-button vendor="Acme Coffee" />,
  // @ts-expect-error: not to be set
  <rel-button currentStatus="related" />,
  // @ts-expect-error: no such outcome
  <rel-button onrel-outcome={({ outcome }) => outcome === 'bought'} />,
  // @ts-expect-error: no such appearance
  <rel-badge appearance="loud" />,
  // @ts-expect-error: no such number
  <rel-balance owned="3 2" />,
  // @ts-expect-error: no list
  <rel-balance records="a record" />,
];
