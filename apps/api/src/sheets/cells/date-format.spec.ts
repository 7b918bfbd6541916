import { isDateFormat } from './date-format';

describe(isDateFormat.name, () => {
  it.each([14, 17, 22, 27, 36, 45, 47, 50, 58])('should know format %d that every workbook has as a date', (id) => {
    expect(isDateFormat(id, undefined)).toBe(true);
  });

  it.each([0, 1, 4, 10, 11, 13, 23, 37, 44, 48, 49, 59, 164])('should take format %d for none without a code', (id) => {
    expect(isDateFormat(id, undefined)).toBe(false);
  });

  it.each([
    'yyyy-mm-dd hh:mm:ss',
    'd/m/yy',
    'dd.mm.yyyy;@',
    '[$-409]d-mmm-yy;@',
    'h:mm AM/PM',
    '[h]:mm:ss',
    '[s]',
    '"Day "dd',
    'YYYY',
  ])('should know %s as a date', (code) => {
    expect(isDateFormat(164, code)).toBe(true);
  });

  it.each([
    'General',
    'Standard',
    '0.00',
    '#,##0.00 "days"',
    '0.00E+00',
    '[Red]0.00',
    '[$USD] 0.00',
    '0\\d',
    '_d0',
    '*y0',
    '@',
    '',
    '0;"minus" d',
    '"unclosed d',
    '[unclosed d',
  ])('should take %j for no date', (code) => {
    expect(isDateFormat(14, code)).toBe(false);
  });
});
