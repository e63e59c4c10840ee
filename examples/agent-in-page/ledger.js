import { openLedger } from 'relbutton/agent/ledger';
import { showRelationships } from '../shared/relationships.js';

await showRelationships(await openLedger());
