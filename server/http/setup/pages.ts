import type { Pairing } from '../../people/pairings.ts';
import { escapeHtml, htmlPage } from './html.ts';
import type { Step } from './step.ts';
import { deviceKinds, kindOfDevice, stepsFor } from './steps.ts';

export interface PairingView {
  token: string;
  pairing: Pairing;
  /** The app's one address. */
  hubUrl: string;
  isStrict: boolean;
  /** What the browser calls itself. */
  agent: string;
  /** A kind of device that was asked for by its link. */
  kind: string | null;
  /** The host by which the browser reached this page. */
  host: string;
}

/** Leads one device through its steps. */
export function pairingPage(view: PairingView): string {
  const { token, pairing, hubUrl, isStrict, agent, kind, host } = view;
  const base = `/pair/${token}`;
  const chosen = kindOfDevice(kind, agent);
  const steps = stepsFor(chosen, { base, hubUrl, isRenewal: pairing.isRenewal, isStrict });
  const what = pairing.isRenewal
    ? `A new identity for ${pairing.device}`
    : `Let ${pairing.device} in`;
  return htmlPage(
    what,
    `<p class="lead">${count(steps.length)} steps, and the admin’s screen within sight: the password is there.
They tick off as the hub sees them done.</p>
${otherName(hubUrl, host)}<ol class="steps" data-base="${base}" data-app="${escapeHtml(hubUrl)}">
${steps.map(toItem).join('')}</ol>
<p class="said" role="status" id="said"></p>
<nav aria-label="Another kind of device"><p>This is ${escapeHtml(deviceKinds[chosen])}. Another:
${Object.entries(deviceKinds)
  .filter(([key]) => key !== chosen)
  .map(([key, words]) => `<a href="${base}?for=${key}">${words}</a>`)
  .join(' ')}</p></nav>
<p class="soft">The app’s address is <b>${escapeHtml(hubUrl)}</b>, at home and away.</p>
<script src="/setup.js"></script>
`,
  );
}

function toItem({ title, body, seen, stuck }: Step): string {
  const mark = seen ? ` data-step="${seen}"` : '';
  const help = stuck ? `<details><summary>It does not work</summary><p>${stuck}</p></details>` : '';
  const state = seen ? '<span class="state">not yet</span>' : '';
  return `<li${mark}><h2>${title} ${state}</h2>${body}${help}</li>\n`;
}

function count(steps: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'][steps] ?? String(steps);
}

/** The app, its cookies and its icon belong to one name, so nobody should begin with another. */
function otherName(hubUrl: string, host: string): string {
  const name = new URL(hubUrl).hostname;
  if (host.replace(/:\d+$/, '') === name) return '';
  return `<p class="note">You reached this page by another name. The app is at <b>${escapeHtml(name)}</b> only: the
steps lead there. If a step cannot find it, tell the admin that this phone does not know that name.</p>
`;
}

/** For the very first admin, whose identity lies in the hub's data folder. */
export function firstPage(hubUrl: string): string {
  return htmlPage(
    'Make this device trust your hub',
    `<p class="lead">For the first admin. Everybody else is added in the app.</p>
<ol class="steps">
<li><h2>Take the hub’s certificate</h2><p><a class="button" href="/sec53-ca.crt">Take the certificate</a></p>
<p>Install it. On an iPhone, switch it on as well: Settings, General, About, Certificate Trust Settings.
The hub’s console showed its fingerprint.</p></li>
<li><h2>Install the admin’s identity</h2><p>The console named the folder where it lies, and the file with its password.
Bring the <b>.mobileconfig</b> to an iPhone by AirDrop or a cable, the <b>.p12</b> to anything else.</p></li>
<li><h2>Open the app</h2><p><a class="button" href="${escapeHtml(hubUrl)}">Open the app</a></p></li>
</ol>
`,
  );
}

export function closedPage(): string {
  return htmlPage(
    'Nobody is being added',
    '<p class="lead">This page opens when an admin adds a phone in the app, under People.</p>\n',
  );
}

export function gonePage(): string {
  return htmlPage(
    'This link leads nowhere',
    '<p class="lead">A link works once, for ten minutes. Ask an admin for a new one.</p>\n',
  );
}
