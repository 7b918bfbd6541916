#!/usr/bin/env node
// The door of the shipped product. Parses on any Node.js, so that one that is too old gets a sentence instead of a syntax error.
var oldest = [20, 19];
var found = process.versions.node.split('.').map(Number);
if (found[0] < oldest[0] || (found[0] === oldest[0] && found[1] < oldest[1])) {
  process.stderr.write(
    'Pitlane needs Node.js ' +
      oldest.join('.') +
      ' or newer, and this is ' +
      process.version +
      ' (' +
      process.execPath +
      ').\n',
  );
  process.exit(1);
}
require('./launch.cjs');
