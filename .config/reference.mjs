/** Reads the doc comments of every public entry of the package, and writes them as a reference: one Markdown page per entry. */
import { Application, Converter, OptionDefaults, ReflectionKind } from 'typedoc';

/** Tags that are for the elements' manifest: Storybook shows them on the elements' own pages. */
const ELEMENT_TAGS = ['@tagname', '@slot', '@csspart', '@cssprop', '@cssState', '@fires'];

/** Members that the browser or lit calls, or that repeat declarations of lit. */
const isInternal = ({ name, kind, overwrites, inheritedFrom }) =>
  /Callback$|^formAssociated$/.test(name) ||
  Boolean(overwrites) ||
  (kind === ReflectionKind.Constructor && Boolean(inheritedFrom));

/**
 * Reads the entries in `exports` of package.json, without members that they inherit from other packages.
 *
 * @returns {Promise<{app: Application, project: import('typedoc').ProjectReflection}>} each child of `project` is an entry, by the
 * name it is imported by
 */
export const readReference = async () => {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    logLevel: 'Error',
    disableSources: true,
    skipErrorChecking: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeExternals: true,
    blockTags: [...OptionDefaults.blockTags, ...ELEMENT_TAGS],
    notRenderedTags: [...OptionDefaults.notRenderedTags, ...ELEMENT_TAGS],
    sort: ['source-order'],
    categorizeByGroup: true,
    // Options of the plugin: flat files, and tables in place of a heading for each property.
    router: 'module',
    flattenOutputFiles: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    hideGroupHeadings: true,
    useCodeBlocks: true,
    expandObjects: true,
    expandParameters: false,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    enumMembersFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    tableColumnSettings: { hideSources: true, hideInherited: true, hideOverrides: true, hideModifiers: true },
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const member of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
      if (isInternal(member)) project.removeReflection(member);
    }
  });
  const project = await app.convert();
  if (!project) throw new Error('The public entries have no doc comments that TypeDoc can read: run `npx tsc`.');
  const { name, children = [] } = project;
  for (const entry of [...children]) {
    // An entry that package.json sets to null.
    if (entry.name === 'locales/add') project.removeReflection(entry);
    entry.name = entry.name ? `${name}/${entry.name}` : name;
  }
  return { app, project };
};

/** Writes the reference. @param {string} folder emptied before */
export const writeReference = async (folder) => {
  const { app, project } = await readReference();
  app.options.setValue('outputs', [{ name: 'markdown', path: folder }]);
  await app.generateOutputs(project);
};
