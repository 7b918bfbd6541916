/** Shorthands for what is written by hand in public-routes.mjs. */

/** A query parameter; text unless its schema says otherwise. */
export const query = (name, description, more = {}) => ({ name, in: 'query', description, ...more });

/** `pub_sub_1`, `pub_sub_2` … */
export const numbered = (prefix, count, description) =>
  Array.from({ length: count }, (_, index) => query(`${prefix}${index + 1}`, description));

/** An answer that is read by people. */
export const page = (description, status = 200) => ({
  [status]: { description, content: { 'text/html': { schema: { type: 'string' } } } },
});
