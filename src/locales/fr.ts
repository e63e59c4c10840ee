import { add } from './add.js';

const waiting = 'En attente de votre réponse dans l’autre fenêtre.';
const silent = '{1} ne répond pas.';
const later = '{0} répondra plus tard.';

/** The French words. Importing this module adds them to the elements. */
export const words = add({
  lang: 'fr',
  status: {
    none: 'Sans lien',
    offered: 'Ouvert au lien',
    asked: 'Demandé',
    related: 'En relation',
    paused: 'En pause',
    ended: 'Terminé',
  },
  acts: {
    relate: 'Se relier',
    converse: 'Échanger',
    pause: 'Suspendre',
    resume: 'Reprendre',
    export: 'Exporter',
    leave: 'Partir',
    sync: 'Synchroniser',
  },
  relate: 'Se relier à {0}',
  accepts: '{0} accepte :',
  permits: 'Vos données ne servent qu’à : {0}.',
  uses: {
    service: 'le service demandé',
    analytics: 'l’analyse',
    tracking: 'le suivi de vos visites',
    profiling: 'le profilage',
    sharing: 'un partage anonymisé',
    intent: 'la réponse à votre besoin',
    ai: 'l’intelligence artificielle',
    good: 'l’intérêt général',
  },
  portability: 'Vous pouvez les emporter.',
  official: 'Le texte officiel de {0} fait foi',
  agent: 'Votre agent',
  write: 'Écrire à {0}',
  keep: 'Garder une copie',
  send: 'Envoyer à une application',
  have: 'J’utilise un agent',
  address: 'Son adresse',
  noAddress: 'Une adresse ressemble à agent.example.',
  open: 'Ouvrir',
  hand: 'Lui confier le lien',
  what: 'Qu’est-ce que c’est ?',
  explanation:
    'Deux aimants, vous et {0}, d’égal à égal. Plein veut dire prêt. Chaque partie peut garder la trace écrite, et partir.',
  said: {
    opening: waiting,
    unheard: silent,
    unopened: 'Votre navigateur n’a ouvert aucune fenêtre.',
    waiting,
    consenting: waiting,
    silent,
    deciding: 'En attente de {0}.',
    unreached: '{0} ne répond pas.',
    counter: '{0} propose un autre accord.',
    refuse: '{0} n’accepte pas.',
    no_endpoint: 'Rien ne peut être convenu ici.',
    pending: later,
    agreed: 'Vous êtes en relation avec {0}.',
    asked: later,
  },
  cancel: 'Annuler',
  retry: 'Réessayer',
  another: 'En choisir un autre',
});
