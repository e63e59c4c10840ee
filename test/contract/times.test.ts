import { expect } from 'chai';
import fc from 'fast-check';
import { endOf } from '../../src/contract/times.js';

describe('endOf', () => {
  it('reads a date-time, in whatever zone', () => {
    for (const [text, iso] of [
      ['2026-12-31T18:00:00Z', '2026-12-31T18:00:00.000Z'],
      ['2026-12-31T18:00:00.5Z', '2026-12-31T18:00:00.500Z'],
      ['2026-12-31T18:00:00.123456789Z', '2026-12-31T18:00:00.123Z'],
      ['2026-12-31T18:00:00+05:30', '2026-12-31T12:30:00.000Z'],
      ['2026-12-31T18:00:00-08:00', '2027-01-01T02:00:00.000Z'],
      ['2026-12-31T23:59:59-00:00', '2026-12-31T23:59:59.000Z'],
      ['2028-02-29T00:00:00+23:59', '2028-02-28T00:01:00.000Z'],
    ] as const)
      expect(endOf(text), text).to.equal(Date.parse(iso));
  });

  it('reads a date as the end of that day, in UTC', () => {
    for (const [text, iso] of [
      ['2026-12-31', '2027-01-01T00:00:00Z'],
      ['2028-02-28', '2028-02-29T00:00:00Z'],
      ['2028-02-29', '2028-03-01T00:00:00Z'],
      ['0001-01-01', '0001-01-02T00:00:00Z'],
    ] as const)
      expect(endOf(text), text).to.equal(Date.parse(iso));
  });

  it('knows every day of the calendar, and no other', () => {
    const days = fc.record({
      year: fc.integer({ min: 1900, max: 2400 }),
      month: fc.integer({ min: 0, max: 13 }),
      day: fc.nat(32),
    });
    fc.assert(
      fc.property(days, ({ year, month, day }) => {
        const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
        const last = [0, 31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0;
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const isDay = day >= 1 && day <= last;
        expect(endOf(text), text).to.equal(isDay ? Date.UTC(year, month - 1, day + 1) : undefined);
        expect(endOf(`${text}T12:00:00Z`), text).to.equal(isDay ? Date.UTC(year, month - 1, day, 12) : undefined);
      }),
    );
  });

  it('returns a number or undefined, and never throws', () => {
    const parts = fc.array(fc.constantFrom('2026', '-', '02', '30', 'T', ':', '24', 'Z', '+', '.', '٢', ' ', '\n'), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          parts.map((all) => all.join('')),
        ),
        (text) => {
          const end = endOf(text);
          expect(end === undefined || Number.isInteger(end), text).to.equal(true);
        },
      ),
    );
  });
});
