import { api } from './api.js';

/** The agreement that the person proposes if the vendor accepts it. Default: the one that permits least. */
export const getPreferred = async () => (await api.storage.local.get({ agreement: 'SD-BASE' })).agreement;
export const setPreferred = (agreement) => api.storage.local.set({ agreement });
