import { add } from './add.js';

const waiting = 'Esperando su respuesta en la otra ventana.';
const silent = '{1} no responde.';
const later = '{0} responderá más tarde.';

/** The Spanish words. Importing this module adds them to the elements. */
export const words = add({
  lang: 'es',
  status: {
    none: 'Sin relación',
    offered: 'Abierto a usted',
    asked: 'Solicitado',
    related: 'En relación',
    paused: 'En pausa',
    ended: 'Terminado',
  },
  acts: {
    relate: 'Relacionarse',
    converse: 'Conversar',
    pause: 'Pausar',
    resume: 'Reanudar',
    export: 'Exportar',
    leave: 'Irse',
    sync: 'Sincronizar',
  },
  relate: 'Relacionarse con {0}',
  accepts: '{0} acepta:',
  permits: 'Sus datos sirven solo para: {0}.',
  uses: {
    service: 'el servicio que pide',
    analytics: 'análisis',
    tracking: 'seguimiento de sus visitas',
    profiling: 'creación de perfiles',
    sharing: 'compartirlos de forma anónima',
    intent: 'responder a lo que necesita',
    ai: 'inteligencia artificial',
    good: 'el bien común',
  },
  portability: 'Puede llevárselos.',
  official: 'Vale el texto oficial de {0}',
  agent: 'Su agente',
  write: 'Escribir a {0}',
  keep: 'Guardar una copia',
  send: 'Enviar a una aplicación',
  have: 'Uso un agente',
  address: 'Su dirección',
  noAddress: 'Una dirección es como agent.example.',
  open: 'Abrir',
  hand: 'Darle el enlace',
  what: '¿Qué es esto?',
  explanation:
    'Dos imanes, usted y {0}, de igual a igual. Lleno quiere decir dispuesto. Cada parte puede guardar el registro, e irse.',
  said: {
    opening: waiting,
    unheard: silent,
    unopened: 'Su navegador no abrió ninguna ventana.',
    waiting,
    consenting: waiting,
    silent,
    deciding: 'Esperando a {0}.',
    unreached: '{0} no responde.',
    counter: '{0} propone otro acuerdo.',
    refuse: '{0} no acepta.',
    no_endpoint: 'Aquí no se puede acordar nada.',
    pending: later,
    agreed: 'Usted y {0} están en relación.',
    asked: later,
  },
  cancel: 'Cancelar',
  retry: 'Reintentar',
  another: 'Elegir otro',
});
