import { useState } from 'react';
import { Relate } from './relate';

export const App = ({ accepts }: { accepts: string | string[] }) => {
  const [name, setName] = useState('Acme Coffee');
  const [isThere, setThere] = useState(true);
  return (
    <main>
      <button id="rename" onClick={() => setName('Acme Tea')}>
        Rename
      </button>
      <button id="toggle" onClick={() => setThere(!isThere)}>
        {isThere ? 'Hide' : 'Show'}
      </button>
      {isThere && <Relate name={name} accepts={accepts} />}
    </main>
  );
};
