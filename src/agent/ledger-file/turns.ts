/**
 * Gives out the turns of vendors between processes, by leases in the ledger's file.
 *
 * @module
 */
import type Database from 'libsql';
import { hostname } from 'node:os';
import type { LedgerStore } from '../ledger-store.js';

/** The time of a lease, in milliseconds. A process at work renews it three times in that time. */
const LEASE = 15_000;
/** The time between two looks at a turn that another process has, in milliseconds. */
const WAIT = 25;

/** This process, as other processes see it. */
const HOLDER = `${process.pid} ${hostname()}`;

/** Returns whether a holder was a process of this machine that has ended: its lease need not end first. */
const isGone = (holder: string): boolean => {
  const [, pid = '', host = ''] = /^(\d+) (.*)$/.exec(holder) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
};

/** Writes a lease. Where the file is full or closed, the lease ends by itself. */
const attempt = (write: () => unknown): void => {
  try {
    write();
  } catch {
    // The step has its result all the same.
  }
};

const LOOK = 'SELECT token, holder, until FROM turns WHERE vendor = ?';
const TAKE = 'INSERT INTO turns (vendor, token, holder, until) VALUES (?, ?, ?, ?)';
const LEAVE = 'DELETE FROM turns WHERE vendor = ? AND token = ?';
const RENEW = 'UPDATE turns SET until = ? WHERE vendor = ? AND token = ?';

export interface Turns {
  readonly inTurn: LedgerStore['inTurn'];
  /** Call it in the transaction that writes. @throws DOMException `InvalidStateError` if this store has not the turn of a vendor */
  check(vendor: string): void;
}

/** @param prepare returns a statement */
export const turnsIn = (database: Database.Database, prepare: (sql: string) => Database.Statement): Turns => {
  /** The tokens of the turns that this store has. */
  const tokens = new Map<string, string>();
  /** The last step of this store for each vendor: they come in order, and other processes in between. */
  const lines = new Map<string, Promise<unknown>>();

  /** Takes a turn if it is free. */
  const take = (vendor: string, token: string): boolean => {
    const work = (): boolean => {
      const held = prepare(LOOK).get(vendor) as { token: string; holder: string; until: number } | undefined;
      if (held && held.until > Date.now() && !isGone(held.holder)) return false;
      if (held) prepare(LEAVE).run(vendor, held.token);
      prepare(TAKE).run(vendor, token, HOLDER, Date.now() + LEASE);
      return true;
    };
    return database.transaction(work).immediate();
  };

  const withLease = async <T>(vendor: string, step: () => Promise<T>): Promise<T> => {
    const token = globalThis.crypto.randomUUID();
    while (!take(vendor, token)) await new Promise((resolve) => setTimeout(resolve, WAIT));
    tokens.set(vendor, token);
    const renewing = globalThis.setInterval(
      () => attempt(() => prepare(RENEW).run(Date.now() + LEASE, vendor, token)),
      LEASE / 3,
    );
    try {
      return await step();
    } finally {
      globalThis.clearInterval(renewing);
      tokens.delete(vendor);
      attempt(() => prepare(LEAVE).run(vendor, token));
    }
  };

  const inLine = <T>(vendor: string, step: () => Promise<T>): Promise<T> => {
    const turn = (lines.get(vendor) ?? Promise.resolve()).then(() => withLease(vendor, step));
    const settled = turn.catch(() => undefined);
    lines.set(vendor, settled);
    void settled.then(() => lines.get(vendor) === settled && lines.delete(vendor));
    return turn;
  };

  return {
    inTurn(vendors, step) {
      // Take turns in one order, so that two steps that need the same two cannot deadlock.
      const ordered = [...new Set(vendors)].sort();
      return ordered.reduceRight<typeof step>((next, vendor) => () => inLine(vendor, next), step)();
    },
    check(vendor) {
      const held = prepare(LOOK).get(vendor) as { token: string } | undefined;
      if (held && held.token === tokens.get(vendor)) return;
      const message = `This process was held up for more than ${LEASE / 1_000} s, and another one went on with ${vendor}. Sync, and try again.`;
      throw new DOMException(message, 'InvalidStateError');
    },
  };
};
