/**
 * Reads the examples in the doc comments of the public entries, lists missing ones, and runs them.
 *
 * @module
 */
import { ReflectionKind } from 'typedoc';
import ts from 'typescript';
import { readReference } from '../../.config/reference.mjs';

const { Class, Function: FunctionKind, Interface, Method, Module, Property, Variable } = ReflectionKind;

/** Returns the name of the entry that contains a reflection. */
const entryOf = ({ kind, name, parent }) => (kind === Module ? name : entryOf(parent));

/** Returns the examples of a reflection, each with its language. */
const examplesOf = (reflection, file) => {
  const comments = [reflection, ...(reflection.signatures ?? [])].flatMap(({ comment }) => comment ?? []);
  return comments
    .flatMap(({ blockTags }) => blockTags)
    .filter(({ tag }) => tag === '@example')
    .flatMap(({ content }) => content.filter(({ kind }) => kind === 'code'))
    .map(({ text }, i) => {
      const [, language, code] = /^```(\w+)\n([\s\S]*?)\n?```$/.exec(text);
      return { name: `${reflection.getFullName()}${i ? `, ${i + 1}` : ''}`, entry: entryOf(reflection), file, language, code };
    });
};

/** Returns the source file of a reflection, relative to `src/`. */
const fileOf = (project, { id, parent }) =>
  project.getSymbolIdFromReflection(project.getReflectionById(id))?.fileName.replace(/^.*\/src\//, '') ??
  (parent && fileOf(project, parent));

/** Returns the interface that a function returns, if any. */
const returnedBy = ({ signatures = [] }) =>
  signatures.flatMap(({ type }) => {
    const types = type?.name === 'Promise' ? (type.typeArguments ?? []) : [type];
    return types.flatMap((one) => (one?.reflection?.kind === Interface ? one.reflection : []));
  });

/** Returns exported functions, and the methods of exported classes. */
const needsExample = ({ kind, parent, type }) =>
  kind === FunctionKind || (parent.kind === Class && (kind === Method || Boolean(type?.declaration?.signatures)));

/** Interfaces without examples: vendors pass a store or rates on, and call none of their methods. */
const HANDED_ON = ['Store', 'Rates'];

/**
 * Reads all examples.
 *
 * @returns `examples`, and in `missing` the names without one: exported functions, methods of exported classes, and methods of
 * returned interfaces that no example of the same entry calls
 */
export const readExamples = async () => {
  const { project } = await readReference();
  const examples = [];
  const missing = [];
  const methods = [];
  for (const reflection of project.getReflectionsByKind(FunctionKind | Class | Interface | Method | Property | Variable)) {
    const found = examplesOf(reflection, fileOf(project, reflection));
    examples.push(...found);
    if (needsExample(reflection) && !found.length) missing.push(reflection.getFullName());
    if (reflection.kind === FunctionKind) methods.push(...returnedBy(reflection).flatMap(({ children }) => children));
  }
  for (const method of new Set(methods)) {
    const call = new RegExp(`\\.${method.name}\\(`);
    const isShown = examples.some(({ entry, code }) => entry === entryOf(method) && call.test(code));
    if (method.kind === Method && !HANDED_ON.includes(method.parent.name) && !isShown) missing.push(method.getFullName());
  }
  return { examples, missing };
};

/** Matches the value that an example states: `// → value` at the end of a statement's last line. */
const SHOWN = /^ *\/\/ → (.*)/;

/**
 * Turns an example into the body of an async function: at each `// → value` it calls `shows` with a number and the actual value.
 *
 * @returns `body`, and `said`: the stated values, by number
 */
export const compile = (code) => {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const said = [];
  const edits = [];
  const visit = (node) => {
    const end = node.getEnd();
    const [, value] = ts.isStatement(node) ? (SHOWN.exec(code.slice(end)) ?? []) : [];
    if (value !== undefined) {
      const number = said.push(new Function(`return (${value})`)()) - 1;
      if (ts.isExpressionStatement(node)) {
        const { expression } = node;
        edits.push([expression.getEnd(), ')'], [expression.getStart(), `shows(${number}, `]);
      } else if (ts.isVariableStatement(node)) {
        edits.push([end, ` shows(${number}, ${node.declarationList.declarations[0].name.getText()});`]);
      } else throw new SyntaxError(`"→ ${value}" has to stand after an expression or a declaration.`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (said.length !== code.split('// →').length - 1) throw new SyntaxError(`An "→" stands at no statement:\n${code}`);
  const edited = edits
    .sort(([a], [b]) => b - a)
    .reduce((text, [at, insertion]) => text.slice(0, at) + insertion + text.slice(at), code);
  const { outputText } = ts.transpileModule(edited, { compilerOptions: { target: 'es2022', module: 'esnext' } });
  return { body: outputText, said };
};

/** Runs the body of an example, with the names of `scope` as if they were imported. */
export const run = (body, scope, shows) => {
  const AsyncFunction = (async () => undefined).constructor;
  // A scope of its own, in which an example can declare any name.
  const example = new AsyncFunction(...Object.keys(scope), 'shows', `return (async () => {${body}\n})();`);
  return example(...Object.values(scope), shows);
};
