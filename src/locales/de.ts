import { add } from './add.js';

const waiting = 'Wartet auf Ihre Antwort im anderen Fenster.';
const silent = '{1} meldet sich nicht.';
const later = '{0} antwortet später.';

/** The German words. Importing this module adds them to the elements. */
export const words = add({
  lang: 'de',
  status: {
    none: 'Unverbunden',
    offered: 'Offen für Sie',
    asked: 'Angefragt',
    related: 'Verbunden',
    paused: 'Pausiert',
    ended: 'Beendet',
  },
  acts: {
    relate: 'Verbinden',
    converse: 'Sprechen',
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    export: 'Ausgeben',
    leave: 'Gehen',
    sync: 'Abgleichen',
  },
  relate: 'Mit {0} verbinden',
  accepts: '{0} stimmt zu:',
  permits: 'Ihre Daten dienen nur diesem Zweck: {0}.',
  uses: {
    service: 'dem Dienst, um den Sie bitten',
    analytics: 'Auswertung',
    tracking: 'Verfolgung Ihrer Besuche',
    profiling: 'Profilbildung',
    sharing: 'anonymer Weitergabe',
    intent: 'Antwort auf Ihren Bedarf',
    ai: 'künstlicher Intelligenz',
    good: 'dem Gemeinwohl',
  },
  portability: 'Sie können sie mitnehmen.',
  official: 'Es gilt der amtliche Text von {0}',
  agent: 'Ihr Agent',
  write: 'An {0} schreiben',
  keep: 'Kopie behalten',
  send: 'An eine App senden',
  have: 'Ich nutze einen Agenten',
  address: 'Seine Adresse',
  noAddress: 'Eine Adresse sieht aus wie agent.example.',
  open: 'Öffnen',
  hand: 'Ihm den Link geben',
  what: 'Was ist das?',
  explanation:
    'Zwei Magnete, Sie und {0}, auf Augenhöhe. Ausgefüllt heißt bereit. Jede Seite kann den Nachweis behalten und gehen.',
  said: {
    opening: waiting,
    unheard: silent,
    unopened: 'Ihr Browser hat kein Fenster geöffnet.',
    waiting,
    consenting: waiting,
    silent,
    deciding: 'Wartet auf {0}.',
    unreached: '{0} meldet sich nicht.',
    counter: '{0} schlägt eine andere Vereinbarung vor.',
    refuse: '{0} stimmt nicht zu.',
    no_endpoint: 'Hier kann nichts vereinbart werden.',
    pending: later,
    agreed: 'Sie und {0} sind verbunden.',
    asked: later,
  },
  cancel: 'Abbrechen',
  retry: 'Noch einmal',
  another: 'Einen anderen wählen',
});
