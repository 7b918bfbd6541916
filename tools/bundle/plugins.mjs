// What has to be different in the bundle than it is in dist and in node_modules.
import { readFile } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';

/** Packages that others try to load and do without. In a bundle they are not there, whatever the folder around it has. */
const ABSENT = [
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'pg-cloudflare',
  'pg-native',
];

/** What a package offers and we take, as `<path below it>: <names>`; the rest of it would be loaded at every start for nobody. */
const TAKEN = {
  undici: { './lib/dispatcher/agent': 'Agent' },
};

/** Texts of packages that load by a name that no bundler can see, or more than they need, and what takes their place. */
const MENDED = [
  {
    // Drivers of other databases, out of the folder of whoever runs it. Ours is handed over (libs/store/src/data-source.ts).
    file: /[\\/]typeorm[\\/]platform[\\/]PlatformTools\.js$/,
    from: /try \{\s*(?:\/\/[^\n]*\s*)?return require\(name\);\s*\}\s*catch \{[^}]*\}/,
    to: "throw new Error('Not part of Pitlane: ' + name);",
  },
  {
    // Asked by a global that loads all of fetch with it.
    file: /[\\/]pg[\\/]lib[\\/]stream\.js$/,
    from: /if \(isCloudflareRuntime\(\)\)/g,
    to: 'if (false)',
  },
  {
    // Loads all that is known of languages, for a log that is not ours.
    file: /[\\/]@nestjs[\\/]common[\\/]services[\\/]console-logger\.service\.js$/,
    from: /const dateTimeFormatter = (new Intl\.DateTimeFormat\(undefined, \{[^}]*\}\));/,
    to: 'const dateTimeFormatter = { format: (at) => $1.format(at) };',
  },
];

const OURS = /[\\/]dist[\\/](?:apps|libs)[\\/].*\.js$/;

const forward = (path) => path.split(sep).join('/');

export const leaveOut = {
  name: 'leave out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:${ABSENT.join('|')})(?:/|$)`) }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `throw Object.assign(new Error(${JSON.stringify(`${path} is not part of Pitlane.`)}), { code: 'MODULE_NOT_FOUND' });`,
    }));
  },
};

/** What an ES module exports is copied for each CommonJS file that asks for it: 150 names in 300 files. Here it is copied once. */
export const copyOnce = (root) => ({
  name: 'copy once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@nestjs\// }, ({ path, namespace, importer }) =>
      namespace === 'file' && OURS.test(importer) ? { path, namespace: 'once' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'once' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      resolveDir: root,
    }));
  },
});

/** Files that look for others beside themselves find them from where they were; a first line for the shell is left out. */
export const ourFiles = (dist) => ({
  name: 'our files',
  setup({ onLoad }) {
    onLoad({ filter: OURS }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      refuseNotTaken(path, text);
      const folder = JSON.stringify(forward(relative(dist, dirname(path))));
      const contents = text
        .replace(/^#!.*/, '')
        .replaceAll(/\b__dirname\b/g, `require("node:path").join(__dirname, ${folder})`);
      return { contents, loader: 'js' };
    });
  },
});

/** A text that is not what it was is an error: who updates the package then looks at what it has become. */
/** Instead of the whole package, its parts that are taken. Whoever of us takes another one is told so. */
export const inPart = {
  name: 'packages in part',
  setup({ onLoad }) {
    for (const [name, parts] of Object.entries(TAKEN)) {
      const lines = Object.entries(parts).map(([path, part]) => `exports.${part} = require(${JSON.stringify(path)});`);
      onLoad({ filter: new RegExp(`[\\/]node_modules[\\/]${name}[\\/]index\\.js$`) }, () => ({
        contents: lines.join('\n'),
        loader: 'js',
      }));
    }
  },
};

function refuseNotTaken(path, text) {
  for (const [name, parts] of Object.entries(TAKEN)) {
    const used = [...text.matchAll(new RegExp(`\\b_${name}(?:\\(\\))?\\.(\\w+)`, 'g'))].map(([, part]) => part);
    const missing = used.filter((part) => !Object.values(parts).includes(part));
    if (missing.length > 0)
      throw new Error(`${path} uses ${missing.join(', ')} of ${name}: add it to TAKEN in tools/bundle/plugins.mjs.`);
  }
}

export const mended = {
  name: 'mended packages',
  setup({ onLoad }) {
    for (const { file, from, to } of MENDED) {
      onLoad({ filter: file }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = text.replace(from, to);
        if (contents === text)
          throw new Error(`${path} is not what it was: look at MENDED in tools/bundle/plugins.mjs.`);
        return { contents, loader: 'js' };
      });
    }
  },
};
