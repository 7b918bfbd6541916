/** One field that is wrong, as a dotted path into what was given, and what is wrong with it. */
export interface FieldProblem {
  field: string;
  message: string;
}
