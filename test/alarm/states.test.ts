import { describe, expect, it } from 'vitest';
import { houseRules, playHouse } from './play-house.ts';
import { nameOf, type StateName, states, table, targetOf, toldBy } from './state-table.ts';

const delays = { exitDelay: 60, entryDelay: 30 };

/** A house in each state, in which nothing has been decided yet. */
function houseIn(state: StateName) {
  const house = playHouse(houseRules(delays), state === 'OFF' ? 'off' : 'monitor');
  if (state === 'ARMING') house.arm();
  if (state === 'ARMED' || state === 'PENDING' || state === 'TRIGGERED')
    house.arm('away', [], true);
  if (state === 'PENDING') house.open('front');
  if (state === 'TRIGGERED') house.trip('laundry');
  house.takeEffects();
  return house;
}

describe.each(table)('$input', row => {
  it.each(states)('in %s', from => {
    const house = houseIn(from);
    expect(nameOf(house.state)).toBe(from);
    row.give(house);
    expect(nameOf(house.state)).toBe(targetOf(row[from], from));
    const [, told = ''] = row[from].split(': ');
    expect(toldBy(house.takeEffects()).join(', ')).toBe(told);
  });
});

it('is written in the documentation as it is', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/alarm-states.md');
});

const phrases: Record<string, string> = {
  alarm: 'the alarm is told',
  confirmed: 'a confirmed alarm is told',
  entry: 'a push says that someone came in',
  armed: 'a push says that it is armed',
  'not-armed': 'whoever left is told that it did not arm',
  'exit-error': 'whoever left is told that the door is open',
  duress: 'the others are told',
  temperature: 'the temperature is told',
};

function page(): string {
  return [
    '# The states of the alarm',
    '',
    'Made from the table that the tests play against the alarm itself (`test/alarm/state-table.ts`): change',
    'that, and run `npx vitest run test/alarm/states.test.ts -u`. The house here has an exit delay of 60 s and',
    'an entry delay of 30 s; without them ALERT arms at once and every trip alarms at once.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...diagram(),
    '```',
    '',
    'The numbers are those of the table.',
    '',
    'FAULT, TAMPER, BYPASSED, ALARM MEMORY, CLOCK UNTRUSTED, CAP REACHED and PRACTICE stand beside the state and',
    'are none. Only a person leaves ALERT; the one way that looks otherwise is ARMING, which is no alarm yet:',
    'what cannot be armed is as it was before somebody asked.',
    '',
    ...markdownTable([
      ['', 'When', ...states],
      ...table.map((row, index) => [
        `${index + 1}`,
        row.input,
        ...states.map(from => cell(row[from], from)),
      ]),
    ]),
    '',
  ].join('\n');
}

function cell(text: string, from: StateName): string {
  const to = targetOf(text, from);
  const [, told = ''] = text.split(': ');
  const words = told === '' ? [] : told.split(', ').map(word => phrases[word] ?? word);
  const parts = [...(to === from ? [] : [`**${to}**`]), ...words];
  return parts.length > 0 ? parts.join('; ') : 'stays';
}

/** One arrow from a state to another, with the numbers of all that leads there. */
function diagram(): string[] {
  const arrows = new Map<string, number[]>();
  for (const [index, row] of table.entries()) {
    for (const from of states) {
      const to = targetOf(row[from], from);
      if (to === from) continue;
      const key = `${from} --> ${to}`;
      arrows.set(key, [...(arrows.get(key) ?? []), index + 1]);
    }
  }
  return [
    '  [*] --> MONITOR',
    ...[...arrows].map(([arrow, numbers]) => `  ${arrow}: ${numbers.join(', ')}`),
  ];
}

/** Columns as wide as their widest cell. */
function markdownTable([head = [], ...rows]: string[][]): string[] {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map(row => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)];
}
