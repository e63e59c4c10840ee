import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '../../src/server/sqlite.js';
import { describeKills } from '../support/kill.js';

describeKills('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relbutton-kill-'));
  const file = join(folder, 'shop.db');
  const store = createSqliteStore(file);
  const close = (): Promise<void> => {
    store.close();
    rmSync(folder, { recursive: true });
    return Promise.resolve();
  };
  return Promise.resolve({ store, told: { sqlite: file }, close });
});
