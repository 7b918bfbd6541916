import type { ContractCase, Step } from '../../contract-case';
import { converts, rewards } from '../../steps';
import { PAGES } from '../pages';

const OTHER = { camel: 'pascal', pascal: 'camel' } as const;

const spellsKeysOtherwise: Step = async (scene) => {
  const { platform, options } = scene.cast;
  await platform.configure({ callbackKeyCase: OTHER[options.keyCase] });
  const finding = await converts()(scene);
  await platform.configure();
  return finding;
};

export const keyCase: ContractCase = {
  id: 'key-case',
  title: 'The keys of conversion count in camelCase and in PascalCase',
  rule: {
    says: 'Keys are camelCase today (conversionId), and were PascalCase in the documentation of 2025 (ConversionId); an account has the one or the other.',
    page: PAGES.olderSchema,
    sure: 'inferred',
  },
  fix: 'Read keys without regard to case, or make sure which of the two your account sends.',
  weight: 'warn',
  steps: [spellsKeysOtherwise, rewards(1)],
};
