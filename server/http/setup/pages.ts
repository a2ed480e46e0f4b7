import type { Pairing } from '../../people/pairings.ts';

export interface PairingView {
  token: string;
  pairing: Pairing;
  /** The app's one address. */
  hubUrl: string;
  /** What the browser calls itself. */
  agent: string;
  /** How the browser reached this page. */
  host: string;
}

const frame = (title: string, body: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/setup.css">
<main>
<h1>${escapeHtml(title)}</h1>
${body}</main>
<script src="/setup.js"></script>
</html>
`;

/** Leads one device through its steps. */
export function pairingPage({ token, pairing, hubUrl }: PairingView): string {
  const base = `/pair/${token}`;
  return frame(
    `Let ${pairing.device} in`,
    `<ol data-progress="${base}/progress">
<li data-step="root"><a href="/sec53-ca.crt">Take the hub’s certificate</a>
<li>Settings, General, About, Certificate Trust Settings: switch it on
<li data-step="identity"><a href="${base}/sec53.mobileconfig">Take this phone’s identity</a>,
or <a href="${base}/sec53.p12">as a file for another device</a>
<li data-step="opened"><a href="${escapeHtml(hubUrl)}">Open the app</a>
</ol>
`,
  );
}

/** For the very first admin, whose identity lies in the hub's data folder. */
export function firstPage(hubUrl: string): string {
  return frame(
    'Make this phone trust your hub',
    `<ol>
<li><a href="/sec53-ca.crt">Take the hub’s certificate</a>
<li>Install the identity that the hub’s console named, and <a href="${escapeHtml(hubUrl)}">open the app</a>
</ol>
`,
  );
}

export function closedPage(): string {
  return frame('Nobody is being added', '<p>An admin adds a phone in the app, under People.</p>\n');
}

export function gonePage(): string {
  return frame(
    'This link is used up',
    '<p>It works once, for ten minutes. Ask an admin for a new one.</p>\n',
  );
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? character);
}
