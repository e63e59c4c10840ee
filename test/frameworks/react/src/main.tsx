import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <StrictMode>
    <App accepts={['SD-BASE', 'SD-BASE-DP']} />
  </StrictMode>,
);
