import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Whoever knows the rules. */
interface Rules {
  /** There are none: a call pays for no more than this question. */
  readonly isQuiet: boolean;
  /** Keeps a call waiting, or answers what it is to be answered with; `null`: it is carried out. */
  meet(request: FastifyRequest): Promise<Error | null>;
}

/** Lets rules meet calls before anything is done about them; what they answer is worded by the edge, as every error. */
export function injectApiFaults(fastify: FastifyInstance, rules: Rules): void {
  fastify.addHook('onRequest', (request, _, done) => {
    if (rules.isQuiet) {
      done();
      return;
    }
    rules.meet(request).then((fault) => {
      if (fault === null) done();
      else done(fault);
    }, done);
  });
}
