import type { PairingPhase, PairingStep } from '../data/pairing-steps.ts';

/** What the phone has done, and what helps when it does not get there. */
export const stepWords: Record<PairingStep, { title: string; help: string }> = {
  root: {
    title: 'It knows this house',
    help: 'Point the phone’s camera at the square and tap the link. The phone warns once that it does not know this page: tap “Show Details”, then “visit this website”, and take the house’s certificate.',
  },
  identity: {
    title: 'It took its own certificate',
    help: 'Go on with the setup page. Settings must trust the house first: General, About, Certificate Trust Settings.',
  },
  opened: {
    title: 'It came in',
    help: 'In Settings tap “Profile Downloaded”, then Install, and type the password from here. Then open the app from the setup page.',
  },
  app: {
    title: 'It was opened from the Home Screen',
    help: 'In Safari tap Share, then “Add to Home Screen”, and open it there. If it asks who is there: Safari shows the digits under House, This phone.',
  },
};

/** The first step on the phone that the sheet itself is on. */
export const ownStepHelp =
  'Open the setup page above and follow it. Copy the password first, or keep this open beside it.';

/** What the sheet is about, and what comes first. */
export function pairingTitle(device: string, phase: PairingPhase, isOwn: boolean): string {
  if (phase === 'in') return `${device} is in.`;
  return isOwn ? 'Renew this phone' : `Let ${device} in`;
}

export const phaseWords: Record<PairingPhase, string> = {
  waiting: 'Point the phone’s camera at this.',
  fetched: 'It took its certificate, and the link is used up. Now it needs the password.',
  in: 'It opens this house now.',
  'ran-out': 'The link ran out. Nothing was added.',
};

/** "9:41" */
export function countdownWords(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
