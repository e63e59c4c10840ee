import { api } from './api.js';

/** The agreement that the person proposes where the vendor accepts it. Default: the one that gives least away. */
export const getPreferred = async () => (await api.storage.local.get({ agreement: 'SD-BASE' })).agreement;
export const setPreferred = (agreement) => api.storage.local.set({ agreement });
