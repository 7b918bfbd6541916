export { EmbeddedPostgresError } from './errors';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './launch';
