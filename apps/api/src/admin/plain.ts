/** The members of a class without the class: rows and bodies hold nothing but values, and are merged as such. */
export type Plain<Instance> = { [Name in keyof Instance]: Instance[Name] };
