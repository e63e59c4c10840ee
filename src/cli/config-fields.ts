import { AGREEMENT_IDS, type AgreementId, isAgreement } from '../contract/agreements.js';

/** Returns whether an origin is on this machine, where browsers sign without https. */
export const isLoopback = (origin: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);

/** Reads an origin at which browsers sign. @returns `undefined` for any other value */
export const originOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !URL.canParse(value) || new URL(value).origin !== value) return undefined;
  return value.startsWith('https:') || isLoopback(value) ? value : undefined;
};
export const ORIGIN_HINT =
  'Write it as browsers show it, such as https://shop.example, without a path. It is https, or http on localhost.';

/** Reads the ids of a list, each once. @returns `undefined` if it is none, or one is not of the roster */
export const agreementsOf = (value: unknown): AgreementId[] | undefined => {
  const ids: readonly unknown[] = Array.isArray(value) ? value : [];
  const known = ids.filter((id): id is AgreementId => typeof id === 'string' && isAgreement(id));
  return ids.length > 0 && known.length === ids.length ? [...new Set(known)] : undefined;
};
export const ACCEPTS_HINT = `Name some of ${AGREEMENT_IDS.join(', ')}.`;

/** Reads a name that fits into a line. */
export const nameOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^(?=.*\S)[^\p{Cc}]{1,100}$/u.test(value) ? value : undefined;
export const NAME_HINT = 'Write your name, as customers know it, in at most 100 characters.';

const pathOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /\S/.test(value) && !/[\p{Cc}{}]|-----BEGIN/u.test(value) ? value : undefined;

/** Returns whether the setting `store` is a file, not the address of a database. A letter and a colon are a drive of Windows. */
export const isFile = (store: string): boolean => !/^[a-z][a-z\d+.-]+:|:[^/\\]*@/i.test(store);
/** Returns the kind of a database by its address; `undefined` if it is of another kind. */
export const databaseOf = (address: string): 'postgres' | 'mysql' | undefined => {
  if (/^postgres(ql)?:\/\//i.test(address)) return 'postgres';
  return /^(mysql|mariadb):\/\//i.test(address) ? 'mysql' : undefined;
};
/** Reads what names a store. */
const storeOf = (value: unknown): string | undefined => {
  const store = pathOf(value);
  return store !== undefined && (isFile(store) || databaseOf(store)) ? store : undefined;
};

const webAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : undefined;
const matching =
  (pattern: RegExp) =>
  (value: unknown): string | undefined =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;
const numberFrom =
  (least: number, most: number) =>
  (value: unknown): number | undefined =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? (value as number) : undefined;
const dateOf = (value: unknown): Date | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)) ? new Date(value) : undefined;

/** The fields of `relbutton.config.json`. */
export const CONFIG_FIELDS = {
  origin: { isNeeded: true, hint: ORIGIN_HINT, read: originOf },
  name: { isNeeded: true, hint: NAME_HINT, read: nameOf },
  accepts: { isNeeded: true, hint: ACCEPTS_HINT, read: agreementsOf },
  key: { isNeeded: true, isSecret: true, hint: 'Name the file of your private key, such as "relbutton.key.json".', read: pathOf },
  store: {
    isNeeded: true,
    isSecret: true,
    hint: 'Name an SQLite file, such as "relbutton.db"; or a database by its address, postgres://… or mysql://…, best by a variable: "$DATABASE_URL".',
    read: storeOf,
  },
  pages: { hint: 'Name the folder of the pages to serve, such as "public", or leave it out.', read: pathOf },
  endpoint: {
    hint: 'Write a path, such as "/relbutton", as in the attribute endpoint of your button.',
    read: matching(/^(?!\/(desk|\.well-known)(\/|$))\/[\w.~-]+(\/[\w.~-]+)*$/),
  },
  port: { hint: 'Write the number of a port, such as 8080.', read: numberFrom(0, 65_535) },
  terms: { hint: 'Write the address of your own terms, such as "https://shop.example/terms".', read: webAddress },
  since: { hint: 'Write the date from which you accept these agreements, such as "2026-12-31".', read: dateOf },
  perMinute: { hint: 'Write how many records one client may send in a minute, such as 120.', read: numberFrom(1, 1_000_000) },
  clientHeader: {
    hint: 'Name the header in which your proxy writes the address of the client, such as "x-real-ip".',
    read: matching(/^[\w-]+$/),
  },
  webhook: {
    hint: 'Write {"url": "https://crm.example/hook", "secret": "$WEBHOOK_SECRET"}.',
    fields: {
      url: { isNeeded: true, hint: 'Write the address that receives the changes.', read: webAddress },
      secret: {
        isNeeded: true,
        isSecret: true,
        hint: 'Write "$WEBHOOK_SECRET", and set that variable to whsec_ and 24 to 64 random bytes in base64.',
        read: matching(/^whsec_[A-Za-z\d+/]{32,88}={0,2}$/),
      },
    },
  },
  mail: {
    hint: 'Write {"transport": "$SMTP_URL", "from": "Acme Coffee <desk@shop.example>", "to": "anna@shop.example"}.',
    fields: {
      transport: {
        isNeeded: true,
        isSecret: true,
        hint: 'Write "$SMTP_URL", and set that variable to an address such as smtps://user:password@mail.example.',
        read: matching(/^smtps?:\/\/./),
      },
      from: { isNeeded: true, hint: 'Write the sender’s address.', read: matching(/@/) },
      to: { isNeeded: true, hint: 'Write the address that is told.', read: matching(/@/) },
    },
  },
} as const;
