// How TypeScript becomes JavaScript here, for the build and for jest alike, so that what is tested is what runs.
const { join } = require('node:path');

const swcOptions = {
  swcrc: false,
  sourceMaps: true,
  // Loaded when they are first used, which most starts never come to. The annotation tells ES modules the names that a module exports:
  // the test kit is imported by both kinds.
  module: {
    type: 'commonjs',
    exportInteropAnnotation: true,
    lazy: ['ioredis', 'saxes', 'fflate', 'yaml', '@fastify/busboy', 'csv-stringify'],
  },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    // Class fields without a value stay absent instead of being set to undefined: a DTO shows what was really sent.
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
    // `@app/x` becomes the relative path to libs/x/src; tsconfig.json says the same to the type checker.
    baseUrl: join(__dirname, '..'),
    paths: { '@app/*': ['./libs/*/src'] },
  },
};

module.exports = { swcOptions };
