import { type Chip, plugIn } from './chips.ts';

/** The line that the kernel itself keeps. */
export const hoggedLine = 9;

let header: Chip | undefined;

/** A Pi 4's header, behind chips that any Pi has as well; plugged in once. */
export function theHeader(): Chip {
  if (header) return header;
  const [, , found] = plugIn('board', [
    { label: 'raspberrypi-exp-gpio', lines: 8 },
    { label: 'brcmvirt-gpio', lines: 2 },
    { label: 'pinctrl-bcm2711', lines: 58, hogs: { [hoggedLine]: 'spi-card' } },
    { label: 'usb-relays', lines: 28 },
  ]);
  if (!found) throw new Error('gpio-sim has made no chip');
  header = found;
  return header;
}
