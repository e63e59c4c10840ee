/** The layers of `src/`: imports go down only, and no cycle is allowed. */
const floors = {
  contract: [],
  records: ['contract'],
  handoff: ['contract'],
  locales: ['contract'],
  agent: ['contract', 'records'],
  server: ['contract', 'records'],
  webmcp: ['contract', 'handoff'],
  elements: ['contract', 'handoff', 'locales'],
  build: ['contract', 'locales', 'elements'],
  conformance: ['contract', 'records', 'server'],
  cli: ['contract', 'records', 'server', 'conformance'],
  'agent-cli': ['contract', 'records', 'locales', 'agent', 'cli', 'server/desk'],
};

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan', severity: 'error', from: { orphan: true, pathNot: ['^src/(cdn|index)\\.ts$'] }, to: {} },
    ...Object.entries(floors).map(([floor, below]) => ({
      name: `${floor}-stands-on-${below.join('-') || 'nothing'}`,
      severity: 'error',
      from: { path: `^src/${floor}/` },
      to: { path: '^src/', pathNot: [`^src/(${[floor, ...below].join('|')})/`, '^src/version\\.ts$'] },
    })),
    {
      name: 'contract-and-handoff-have-no-dependency',
      severity: 'error',
      from: { path: '^src/(contract|handoff)/' },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'only-the-elements-render',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/elements/' },
      to: { path: 'node_modules/lit' },
    },
    {
      name: 'what-answers-in-the-page-never-signs',
      comment: 'relbutton/agent and relbutton/agent/ledger must not import each other (contract, "Who can be believed").',
      severity: 'error',
      from: { path: '^src/agent/index\\.ts$' },
      to: {
        path: [
          '^src/records/',
          '^src/agent/ledger',
          '^src/agent/(database|file|indexed-db-store|public-fetch)\\.ts$',
          'node_modules/jose',
        ],
        reachable: true,
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
