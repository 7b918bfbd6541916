export { EmbeddedPostgresError } from './errors';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './launch';
