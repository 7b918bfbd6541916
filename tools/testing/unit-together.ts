// All unit suites as one, for `npm run check`: what they import is loaded once instead of once a suite, which is most of what they cost.
// `npm test` runs each on its own, so that none can come to lean on another.
import { join } from 'node:path';
import { PROJECT_FILES, ROOT } from '../docs/project-files';

for (const path of PROJECT_FILES.filter((each) => /^(?:apps|libs|tools)\/.*\.spec\.ts$/.test(each))) {
  describe(path, () => void jest.requireActual(join(ROOT, path)));
}
