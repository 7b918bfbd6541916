import { toWords } from '../source/comments.mjs';
import { TITLES } from './titles.mjs';

const PUBLIC_NAMES = { gokart: 'GoKart', integr8: 'Integr8', http: 'Health and pages' };
const GROUPS = {
  gokart: 'Public edges',
  integr8: 'Public edges',
  admin: 'Admin REST',
  emulator: 'Emulator',
  http: 'Service',
};

/** The order in which groups are shown. */
export const GROUP_ORDER = ['Public edges', 'Admin REST', 'Emulator', 'Service'];

const capital = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const small = (text) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
const pascal = (text) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map(capital)
    .join('');

/** `admin/operation-tools` → `Operation tools`, in the group `Admin REST`. */
export function tagOf(folder) {
  const [edge] = folder.split('/');
  const last = folder.split('/').at(-1);
  return { name: PUBLIC_NAMES[last] ?? capital(last.replaceAll('-', ' ')), group: GROUPS[edge] ?? 'Service' };
}

/**
 * `OffersController.create` → `offersCreate`: stable as long as nobody renames either. A handler of several paths or
 * methods is told apart by the last word of the path, and by the method.
 */
export function operationIdOf({ controller, handler, method, path, siblings }) {
  const owner = small(controller.replace(/Controller$/, ''));
  const base = owner.endsWith(capital(handler)) ? owner : `${owner}${capital(handler)}`;
  const byPath =
    siblings.full.length > 1
      ? pascal(
          path
            .split('/')
            .filter((part) => /^\w/.test(part))
            .at(-1) ?? '',
        )
      : '';
  return `${base}${byPath}${siblings.verbs.length > 1 ? capital(method) : ''}`;
}

/** What a handler does: by its title, else by its name; `create` among Offers → `Create offer`. */
export function summaryOf(route) {
  const { handler, folder } = route;
  const title = TITLES[operationIdOf(route)];
  if (title !== undefined) return title;
  const noun = tagOf(folder).name.toLowerCase();
  const words = toWords(handler);
  if (words.includes(' ')) return capital(words);
  return `${capital(words)} ${words === 'list' ? noun : singular(noun)}`;
}

/** `{id}` of `/partners/{id}` → `partner`. */
export function ownerOf(path, name) {
  const parts = path.split('/');
  return singular((parts[parts.indexOf(`{${name}}`) - 1] ?? '').replaceAll('-', ' '));
}

function singular(noun) {
  return noun.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}
