/** @jsxImportSource solid-js */
import type { Outcome, RelButton } from 'relbutton';
import type {} from 'relbutton/types/solid';

let button: RelButton | undefined;
const said: Outcome[] = [];

export const right = () => (
  <>
    <rel-button
      ref={button}
      class="shop"
      vendor-name="Acme Coffee"
      accepts="SD-BASE SD-BASE-DP"
      on:rel-activate={(event) => event.act === 'relate' || event.preventDefault()}
      on:rel-outcome={(event) => said.push(event.outcome)}
    />
    <rel-badge status="related" />
    <rel-balance vendor-name="Acme Coffee" initiated="3 2" />
  </>
);

export const wrong = () => [
  // @ts-expect-error: no such size
  <rel-button size="huge" />,
  // @ts-expect-error: no such property
  <rel-button vendor="Acme Coffee" />,
  // @ts-expect-error: no such status
  <rel-button on:rel-statuschange={({ status }) => status === 'owned'} />,
  // @ts-expect-error: no such appearance
  <rel-badge appearance="loud" />,
  // @ts-expect-error: no such number
  <rel-balance owned="3 2" />,
];
void button;
