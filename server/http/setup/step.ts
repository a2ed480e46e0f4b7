import { escapeHtml } from './html.ts';

/** What the hub can see of a step: a key of the pairing's progress, or `trust`, which the page tries. */
type Seen = 'root' | 'trust' | 'identity' | 'opened' | 'app' | 'away';

export interface Step {
  title: string;
  /** HTML. */
  body: string;
  seen?: Seen;
  /** What to do when it does not get there. HTML. */
  stuck?: string;
}

export interface StepFacts {
  /** `/pair/TOKEN` */
  base: string;
  hubUrl: string;
  isRenewal: boolean;
  /** The app's port answers nobody without a certificate, so the page cannot try it. */
  isStrict: boolean;
}

/** A link that looks like what it is for. */
export const button = (href: string, words: string) =>
  `<p><a class="button" href="${escapeHtml(href)}">${words}</a></p>`;

export const trustStuck =
  'This browser does not reach the app without a warning yet. If the switch is on: is the phone in the home Wi-Fi? Then ask whether the app’s name, below, is the right one.';
export const identityOnce =
  'The identity leaves the hub once. If it did not arrive whole, ask the admin to begin again.';

export function openStep({ hubUrl }: StepFacts, choose: string): Step {
  return {
    title: 'Open the app',
    seen: 'opened',
    body: `${button(hubUrl, 'Open the app')}<p>${choose}</p>`,
    stuck:
      'If the app asks for a name and a code, the identity was not offered: close every tab of this browser, and open the app again.',
  };
}
