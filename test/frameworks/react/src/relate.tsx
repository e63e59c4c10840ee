import 'relbutton/define';
import 'relbutton/relbutton.css';
import type { Outcome } from 'relbutton';
import type {} from 'relbutton/types/react';
import { useState } from 'react';

export const Relate = ({ name, accepts }: { name: string; accepts: string | string[] }) => {
  const [presses, setPresses] = useState(0);
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <section>
      <rel-button
        vendor-name={name}
        accepts={accepts}
        endpoint="/relbutton"
        onrel-activate={() => setPresses(presses + 1)}
        onrel-outcome={(event) => setOutcome(event.outcome)}
      >
        <a href="/relate">Relate with {name}</a>
      </rel-button>
      <rel-badge status="offered">Open to relate</rel-badge>
      <output>
        Pressed {presses} times: {outcome}
      </output>
    </section>
  );
};
