/**
 * The conformance kit: tries vendors, hosts, verifiers and stores by the numbered rules of the contract. It runs in Node.
 *
 * @module
 */
export { type AgentKind, type AgentOptions, conformAgent, type Deed, type OpenedBrowser, type Person } from './agent.js';
export { conformRecords, type RecordOptions, VECTOR_KINDS, type VectorKind, type Verdict } from './records.js';
export { conformPage, type PageOptions } from './page.js';
export type { Engine } from './engines.js';
export type { PageDriver } from './page/driver.js';
export { countResults, REPORT_FORMATS, type ReportFormat, whyEmpty, writeReport } from './write-report.js';
export { readRules } from './rules.js';
export { type Outcome, type Result, UnreachableError } from './report.js';
export { conformStore, type StoreOptions } from './store.js';
export { conformVendor, type ConformOptions, type VendorReport } from './vendor.js';
