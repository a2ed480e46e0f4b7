import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPushedClock } from '../pushed-clock.ts';
import { until } from '../until.ts';
import { expectNoBarriers } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { live } from './windows.ts';
import { startFamily, type WiredFamily } from './wired-family.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

const lines = { bell: 24, garage: 23, laundry: 22, siren: 5, relay: 6, light: 13 };
const glitch = 'glitchMs: 0, settleMs: 0';
const clock = createPushedClock();
let family: WiredFamily;

beforeAll(async () => {
  if (reason !== undefined) return;
  family = await startFamily(
    `
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: bell, name: Gate, kind: contact, line: ${lines.bell}, zone: chime, ${glitch} }
    - { id: laundry, name: Laundry, kind: contact, line: ${lines.laundry}, ${glitch} }
    - { id: garage, name: Garage sensor, kind: contact, line: ${lines.garage}, ${glitch} }
outputs:
  siren: { line: ${lines.siren} }
  garage:
    - id: garage
      name: Garage door
      relay: ${lines.relay}
      position: garage
      warning: { line: ${lines.light} }
      # Longer than a look at it takes.
      warn: 60
      guests: { from: "00:00", to: "00:00" }
`,
    '',
    clock,
  );
  pass(10);
});
afterAll(() => family?.end());

function pass(seconds: number): void {
  clock.push(seconds * 1000);
  family.house.move(lines.bell, 1);
  family.house.move(lines.bell, 0);
}

/** The hub has seen its sensor there. */
async function put(level: 0 | 1): Promise<void> {
  family.house.move(lines.garage, level);
  await until(async () => {
    const { sensors } = await family.house.ask('/api/status');
    const { state } = sensors.find(({ id }: { id: string }) => id === 'garage');
    return state === (level === 1 ? 'open' : 'closed') ? true : undefined;
  });
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const pulses = () => family.house.moves(lines.relay).filter(level => level === 1).length;

/** Runs in the page: hands on a button of its own, and what it says after each. */
const hands = `(async () => {
  const said = [];
  let due;
  const { setTimeout: later, clearTimeout: never } = window;
  const hold = document.createElement('sec-hold-button');
  for (const name of ['held', 'tapped']) hold.addEventListener(name, () => said.push(name));
  document.body.append(hold);
  await hold.updateComplete;
  const inner = hold.shadowRoot.querySelector('button');
  const key = type => inner.dispatchEvent(new KeyboardEvent(type, { key: 'Enter' }));
  const lift = () => {
    inner.dispatchEvent(new PointerEvent('pointerup'));
    inner.dispatchEvent(new MouseEvent('click', { detail: 1 }));
  };
  const step = name => said.push(name + ':');
  /** Presses it, has something happen, and lets the time pass. */
  const press = async (start, meanwhile) => {
    Object.assign(window, {
      setTimeout: work => {
        due = work;
      },
      clearTimeout: () => {
        due = undefined;
      },
    });
    start();
    meanwhile();
    await hold.updateComplete;
    due?.();
    due = undefined;
    Object.assign(window, { setTimeout: later, clearTimeout: never });
    await hold.updateComplete;
  };
  const point = () => inner.dispatchEvent(new PointerEvent('pointerdown'));
  step('kept');
  await press(point, () => undefined);
  lift();
  step('label');
  await press(point, () => {
    hold.label = 'Hold to close';
  });
  lift();
  step('disabled');
  await press(
    () => key('keydown'),
    () => {
      hold.disabled = true;
    },
  );
  hold.disabled = false;
  await hold.updateComplete;
  key('keyup');
  step('stray key');
  key('keyup');
  step('tap');
  key('keydown');
  key('keyup');
  step('after a hold whose click was lost');
  await press(point, () => undefined);
  hold.disabled = true;
  await hold.updateComplete;
  hold.disabled = false;
  await hold.updateComplete;
  inner.click();
  hold.remove();
  return said.join(' ');
})()`;

describe.skipIf(reason !== undefined)('the garage door in the app', () => {
  it('moves when its button is held, says where it is, and is left open by a tap', async () => {
    const { windows } = family;
    const page = await windows.open('admin', '/');
    await live(page);
    const card = page.getByRole('region', { name: 'Garage' });
    await card.getByText('Closed', { exact: true }).waitFor();
    await expectNoBarriers(page, 'garage-closed');
    // By the keyboard, as long as it takes.
    await button(page, /Hold to open Garage door/).focus();
    await page.keyboard.down('Enter');
    await card.getByText('Opening', { exact: true }).waitFor();
    await page.keyboard.up('Enter');
    expect(pulses()).toBe(1);
    await put(1);
    pass(31);
    await card.getByText('Open', { exact: true }).waitFor();
    await card.getByRole('status').getByText('Garage door: open.').waitFor();
    // All that a screen reader can give is a tap.
    await button(page, /Hold to close Garage door/).click();
    const sheet = page.getByRole('dialog', { name: 'Close Garage door?' });
    await sheet.getByText('It warns for 60 s, then closes.').waitFor();
    await expectNoBarriers(page, 'garage-asked');
    await sheet.getByRole('button', { name: 'Close it now' }).click();
    await card.getByText('About to close', { exact: true }).waitFor();
    await expectNoBarriers(page, 'garage-warning');
    await button(page, 'Leave it open').click();
    await card.getByText('Open', { exact: true }).waitFor();
    expect(pulses()).toBe(1);
    // Too soon after that, and it says so.
    await button(page, /Hold to close Garage door/).click();
    await button(page, 'Close it now').click();
    await card
      .getByRole('alert')
      .getByText(/wait a little\./)
      .waitFor();
    await expectNoBarriers(page, 'garage-refused');
    pass(10);
    await button(page, /Hold to close Garage door/).click();
    await button(page, 'Close it now').click();
    await card.getByText('About to close', { exact: true }).waitFor();
    pass(60);
    await card.getByText('Closing', { exact: true }).waitFor();
    pass(31);
    await card.getByText('Look at it before you move it again.').waitFor();
    await expectNoBarriers(page, 'garage-stuck');
    await put(0);
    await card.getByText('Closed', { exact: true }).waitFor();
    expect(windows.complaints().filter(text => !text.includes('409'))).toEqual([]);
  }, 300_000);

  it('does nothing of what it says only since a hand is on it, nor for a key from elsewhere', async () => {
    const { windows } = family;
    const page = await windows.open('admin', '/');
    await live(page);
    await button(page, /Hold to (open|close) Garage door/).waitFor();
    const said = await page.evaluate(hands);
    expect(said).toBe(
      'kept: held label: disabled: stray key: tap: tapped after a hold whose click was lost: held tapped',
    );
  }, 120_000);

  it('is shown to a guest who may move it, and to nobody as movable out of reach', async () => {
    const { house, windows } = family;
    await family.letIn('gus', '--role', 'guest');
    const page = await windows.open('gus', '/');
    await live(page);
    await button(page, /Hold to open Garage door/).waitFor();
    await house.stop();
    await page.getByText('It cannot be moved while the house is out of reach.').waitFor();
    expect(await button(page, /Hold to open Garage door/).isDisabled()).toBe(true);
    await house.start();
  }, 120_000);

  it('has a siren beside it, which is tested from the house’s page and named in an alarm', async () => {
    const { house, windows } = family;
    const page = await windows.open('admin', '/house');
    await live(page);
    await button(page, 'Test the siren').click();
    await page.getByText('It has sounded. Did you hear it?').waitFor();
    await expectNoBarriers(page, 'house-siren');
    expect(house.moves(lines.siren).filter(level => level === 1)).toHaveLength(1);
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    house.move(lines.laundry, 1);
    await page.goto(new URL('/', page.url()).href);
    await page.getByText(/The siren sounds until \d\d:\d\d\./).waitFor();
    await expectNoBarriers(page, 'now-siren');
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    await page.getByText(/The siren sounds/).waitFor({ state: 'detached' });
  }, 120_000);
});
