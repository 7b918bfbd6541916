import { Problem } from '../../http/problem';
import { clickParameters, conversionParameters } from './tool-parameters';

describe(clickParameters.name, () => {
  it('should take the known names, numbers as text, and leave blank ones out', () => {
    expect(
      clickParameters({ pub_sub_1: 'a', pub_age: 30, pub_click_id: 'x', pub_gender: '', pub_device: null }),
    ).toEqual({
      pub_sub_1: 'a',
      pub_age: '30',
      pub_click_id: 'x',
    });
    expect(clickParameters(undefined)).toEqual({});
  });

  it.each([
    [{ cnv_amount: '1' }, 'parameters.cnv_amount'],
    [{ pub_member_id: 'm' }, 'parameters.pub_member_id'],
    [{ constructor: 'x' }, 'parameters.constructor'],
    [{ pub_age: {} }, 'parameters.pub_age'],
    [{ pub_age: true }, 'parameters.pub_age'],
    [{ pub_sub_1: 'x'.repeat(2_049) }, 'parameters.pub_sub_1'],
  ])('should refuse %j', (given, field) => {
    const read = (): unknown => clickParameters(given);
    expect(read).toThrow(Problem);
    expect(read).toThrow(field);
  });
});

describe(conversionParameters.name, () => {
  it('should take what a conversion postback takes', () => {
    expect(conversionParameters({ cnv_amount: 9.99, cnv_sub_5: 's' })).toEqual({ cnv_amount: '9.99', cnv_sub_5: 's' });
    expect(() => conversionParameters({ pub_sub_1: 'a' })).toThrow('parameters.pub_sub_1');
  });
});
