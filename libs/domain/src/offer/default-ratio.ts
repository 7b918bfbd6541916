import type { FieldProblem } from '../field-problem';
import { timesRatio, type Money } from '../money';
import type { NewOffer, OfferEventChanges } from './offer-fields';

/** Whether the reward follows from the revenue, by the account's ratio. G§1.3. */
export interface RatioChoice {
  useDefaultRatio?: boolean;
}

/** An offer as it is given whole: what is left out is a default. */
export interface GivenOffer {
  offer: NewOffer & RatioChoice;
  events: readonly (OfferEventChanges & RatioChoice)[];
}

/** The offer with the rewards that follow from revenues. */
export function applyDefaultRatio(
  { offer, events }: GivenOffer,
  ratio: Money,
): { offer: NewOffer; events: OfferEventChanges[] } | { problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const settled = <Given extends RatioChoice & { revenue?: Money; reward?: Money }>(
    given: Given,
    path: string,
  ): Given => {
    if (given.useDefaultRatio !== true) return given;
    const reward = timesRatio(given.revenue ?? '0', ratio);
    if (reward !== null) return { ...given, reward };
    problems.push({
      field: `${path}reward`,
      message: 'The revenue times the default ratio is more than a reward can be.',
    });
    return given;
  };
  const whole = withoutChoice(settled(offer, ''));
  const steps = events.map((event, index) => withoutChoice(settled(event, `events.${index}.`)));
  return problems.length > 0 ? { problems } : { offer: whole, events: steps };
}

function withoutChoice<Given extends RatioChoice>({
  useDefaultRatio: _,
  ...given
}: Given): Omit<Given, 'useDefaultRatio'> {
  return given;
}
