import { editors } from './editors.mjs';

/** Callbacks that only the browser calls: the manifest leaves them out, with private and static members. */
const CALLBACKS = ['connectedCallback', 'disconnectedCallback', 'formDisabledCallback', 'formResetCallback'];
const isPublic = ({ name, privacy, static: isStatic }) => privacy !== 'private' && !isStatic && !CALLBACKS.includes(name);
/** The superclass to name in place of classes that are not exported. */
const BASES = {
  RelElement: { name: 'LitElement', package: 'lit' },
  FormControl: { name: 'LitElement', package: 'lit' },
  RelEvent: { name: 'Event' },
};

const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    // Sort: the order in which files are found differs between builds.
    customElementsManifest.modules.sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const module of customElementsManifest.modules) {
      module.path = module.path.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
      module.declarations = module.declarations.filter(({ kind, name }) => kind === 'class' && !(name in BASES));
      const names = new Set(module.declarations.map(({ name }) => name));
      module.exports = module.exports.filter(({ declaration }) => names.has(declaration.name));
      for (const { declaration } of module.exports) declaration.module = module.path;
      for (const declaration of module.declarations) {
        if (declaration.members) declaration.members = declaration.members.filter(isPublic);
        for (const inherited of [...(declaration.members ?? []), ...(declaration.attributes ?? [])])
          delete inherited.inheritedFrom;
        declaration.superclass = BASES[declaration.superclass?.name] ?? declaration.superclass;
        // The analyzer mistakes the fields of dispatched events for events.
        if (declaration.events) declaration.events = declaration.events.filter(({ name }) => name?.startsWith('rel-'));
      }
    }
    customElementsManifest.modules = customElementsManifest.modules.filter(({ declarations }) => declarations.length);
  },
};

export default {
  globs: ['src/elements/rel-*/rel-*.ts', 'src/elements/rel-button/form-control.ts', 'src/elements/events.ts'],
  exclude: ['**/*.styles.ts', '**/*.define.ts'],
  outdir: '.',
  litelement: true,
  plugins: [publicOnly, editors],
};
