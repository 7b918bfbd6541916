// The unit project of jest.config.js with one suite that holds them all.
const { projects } = require('../../jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

module.exports = { ...unit, rootDir: __dirname, roots: [__dirname], testRegex: '/unit-together\\.ts$' };
