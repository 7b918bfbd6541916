import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

const OPTIONS = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.Node20,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  noEmit: true,
  types: [],
  experimentalDecorators: true,
  noUncheckedIndexedAccess: true,
};

/** Our own sources alone: what goes over the wire is written there, and the types of packages would take seconds to read. */
function resolveOwn(root) {
  return (name, from) => {
    const base = name.startsWith('.') ? join(dirname(from), name) : pathOfAlias(root, name);
    if (base === null) return { resolvedModule: undefined };
    const file = [`${base}.ts`, join(base, 'index.ts')].find(existsSync);
    return { resolvedModule: file && { resolvedFileName: file, extension: ts.Extension.Ts } };
  };
}

function pathOfAlias(root, name) {
  return name.startsWith('@app/') ? join(root, 'libs', name.slice('@app/'.length), 'src') : null;
}

/** Sources below a folder, tests left out, in an order that no file system changes. */
function sourcesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !/(\.d|spec)\.ts$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

/**
 * Reads the API's sources and whatever of ours they import.
 *
 * `files`: the sources of the API; `checker`: TypeScript's; `pathOf(node)`: a node's file with forward slashes, from the
 * root; `isOurs(node)`: it stands in our own sources; `declared(name)`: the declaration of that name at the top level of
 * one of the API's files.
 */
export function readProgram(root, folder = 'apps/api/src') {
  const host = ts.createCompilerHost(OPTIONS, true);
  const resolve = resolveOwn(root);
  host.resolveModuleNameLiterals = (names, from) => names.map(({ text }) => resolve(text, from));
  const paths = sourcesBelow(join(root, folder));
  const program = ts.createProgram(paths, OPTIONS, host);
  const files = paths.map((path) => program.getSourceFile(path));
  return {
    checker: program.getTypeChecker(),
    files,
    pathOf: (node) => relative(root, node.getSourceFile().fileName).replaceAll(sep, '/'),
    declared: (name) => findDeclaration(files, name),
    isOurs: (node) => !program.isSourceFileDefaultLibrary(node.getSourceFile()),
  };
}

function findDeclaration(files, name) {
  const all = files
    .flatMap(({ statements }) => [...statements])
    .flatMap((node) => (ts.isVariableStatement(node) ? [...node.declarationList.declarations] : [node]));
  const found = all.find((node) => node.name?.text === name);
  if (found === undefined) throw new Error(`The API's sources declare no ${name}.`);
  return found;
}
