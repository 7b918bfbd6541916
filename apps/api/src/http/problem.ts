/** One field of a request and what is wrong with it. `field` is a dotted path into the body, or a query parameter's name. */
export interface FieldProblem {
  field: string;
  message: string;
}

/** RFC 9457 problem details, with the fields that caused it. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  /** What the request is called in the log, and in the header `x-request-id`; none where no request could be read. */
  requestId?: string;
  errors: FieldProblem[];
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A refusal of the admin REST: thrown by its services, answered as problem details. Never used on the walk. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  /** The row is not there, or not this account's: the same answer, so that ids can't be probed. */
  static notFound(what: string): Problem {
    return new Problem(404, `There is no such ${what}.`);
  }

  /** One field is wrong. */
  static field(field: string, message: string): Problem {
    return new Problem(400, message, [{ field, message }]);
  }
}

export function toProblemDetails(
  problem: Problem,
  { instance, requestId }: Pick<ProblemDetails, 'instance' | 'requestId'>,
): ProblemDetails {
  return {
    type: 'about:blank',
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    instance,
    requestId,
    errors: [...problem.errors],
  };
}
