import type { Command } from 'commander';
import { answer } from '../output/print';
import { ownVersion } from '../../../api/src/http/own-version';
import { examples } from '../define';

/** `pitlane version` */
export function defineVersion(command: Command): void {
  examples(command, ['pitlane version', 'pitlane version --json'])
    .option('--json', 'as one JSON document')
    .action(({ json }: { json?: boolean }) => {
      const { arch, platform, version: node } = process;
      const version = ownVersion();
      answer(json, { version, node, platform, arch }, () => `pitlane ${version}, Node.js ${node}, ${platform} ${arch}`);
    });
}
