import { add } from './add.js';

const waiting = 'À espera da sua resposta na outra janela.';
const silent = '{1} não responde.';
const later = '{0} responderá mais tarde.';

/** The Portuguese words. Importing this module adds them to the elements. */
export const words = add({
  lang: 'pt',
  status: {
    none: 'Sem relação',
    offered: 'Aberto a si',
    asked: 'Pedido',
    related: 'Em relação',
    paused: 'Em pausa',
    ended: 'Terminado',
  },
  acts: {
    relate: 'Relacionar-se',
    converse: 'Conversar',
    pause: 'Pausar',
    resume: 'Retomar',
    export: 'Exportar',
    leave: 'Sair',
    sync: 'Sincronizar',
  },
  relate: 'Relacionar-se com {0}',
  accepts: '{0} aceita:',
  permits: 'Os seus dados servem apenas para: {0}.',
  uses: {
    service: 'o serviço que pede',
    analytics: 'análise',
    tracking: 'seguimento das suas visitas',
    profiling: 'criação de perfis',
    sharing: 'partilha anónima',
    intent: 'responder ao que precisa',
    ai: 'inteligência artificial',
    good: 'o bem comum',
  },
  portability: 'Pode levá-los consigo.',
  official: 'Vale o texto oficial de {0}',
  agent: 'O seu agente',
  write: 'Escrever a {0}',
  keep: 'Guardar uma cópia',
  send: 'Enviar para uma aplicação',
  have: 'Uso um agente',
  address: 'O endereço dele',
  noAddress: 'Um endereço é como agent.example.',
  open: 'Abrir',
  hand: 'Entregar-lhe a ligação',
  what: 'O que é isto?',
  explanation:
    'Dois ímanes, o seu e o de {0}, de igual para igual. Cheio quer dizer disposto. Cada lado pode guardar o registo, e sair.',
  said: {
    opening: waiting,
    unheard: silent,
    unopened: 'O seu navegador não abriu nenhuma janela.',
    waiting,
    consenting: waiting,
    silent,
    deciding: 'À espera de {0}.',
    unreached: '{0} não responde.',
    counter: '{0} propõe outro acordo.',
    refuse: '{0} não aceita.',
    no_endpoint: 'Nada pode ser acordado aqui.',
    pending: later,
    agreed: 'Está em relação com {0}.',
    asked: later,
  },
  cancel: 'Cancelar',
  retry: 'Tentar de novo',
  another: 'Escolher outro',
});
