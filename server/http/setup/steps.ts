import { linuxSteps, macSteps, windowsSteps } from './computer-steps.ts';
import { drawQuestion, drawSettings, drawShare } from './drawings.ts';
import { button, identityOnce, openStep, type Step, type StepFacts, trustStuck } from './step.ts';

export type DeviceKind = 'iphone' | 'android' | 'mac' | 'windows' | 'linux';

export const deviceKinds: Record<DeviceKind, string> = {
  iphone: 'iPhone or iPad',
  android: 'Android',
  mac: 'Mac',
  windows: 'Windows',
  linux: 'Linux',
};

export function kindOfDevice(asked: string | null, agent: string): DeviceKind {
  const kinds = Object.keys(deviceKinds).filter((kind): kind is DeviceKind => kind in deviceKinds);
  const chosen = kinds.find(kind => kind === asked);
  if (chosen) return chosen;
  if (/android/i.test(agent)) return 'android';
  if (/windows/i.test(agent)) return 'windows';
  if (/iphone|ipad/i.test(agent)) return 'iphone';
  if (/macintosh/i.test(agent)) return 'mac';
  return /linux|cros/i.test(agent) ? 'linux' : 'iphone';
}

/** The way of one kind of device into the house, step by step. */
export function stepsFor(kind: DeviceKind, facts: StepFacts): Step[] {
  const ways: Record<DeviceKind, (facts: StepFacts) => Step[]> = {
    iphone: iphoneSteps,
    android: androidSteps,
    mac: macSteps,
    windows: windowsSteps,
    linux: linuxSteps,
  };
  const steps = ways[kind](facts).map(step => {
    if (step.seen !== 'trust' || !facts.isStrict) return step;
    const { title, body } = step;
    return { title, body };
  });
  // A device that is renewed trusts the hub already, and has its app.
  return facts.isRenewal
    ? steps.filter(({ seen }) => seen === 'identity' || seen === 'opened')
    : steps;
}

function awayStep(): Step {
  return {
    title: 'If the house can be reached from outside',
    seen: 'away',
    body: '<p>Switch Wi-Fi off for a moment and open the app: it should look the same. Where nothing was set up for that, leave this step out.</p>',
  };
}

function iphoneSteps(facts: StepFacts): Step[] {
  const { base } = facts;
  return [
    {
      title: 'Take the hub’s certificate',
      seen: 'root',
      body: `${button('/sec53-ca.crt', 'Take the certificate')}
${drawQuestion(['This website wants to download', 'a configuration profile.'], ['Ignore', 'Allow'])}
<p>Then open <b>Settings</b>, touch <b>Profile Downloaded</b> near the top, and <b>Install</b>.</p>
${drawSettings('Settings', [{ text: 'Profile Downloaded', end: 'chevron', isMarked: true }])}`,
      stuck: 'Use Safari: other browsers on an iPhone cannot install a profile.',
    },
    {
      title: 'Switch on trust',
      seen: 'trust',
      body: `<p>In <b>Settings</b>: <b>General</b>, <b>About</b>, at the very end <b>Certificate Trust Settings</b>.
Switch <b>sec53 root</b> on, and confirm.</p>
${drawSettings('Certificate Trust Settings', [{ text: 'sec53 root', end: 'switch-on', isMarked: true }])}
<p class="soft">The admin’s screen shows the certificate’s fingerprint. It is the same as the phone’s under General,
VPN &amp; Device Management, sec53 root, More Details.</p>`,
      stuck: trustStuck,
    },
    {
      title: 'Take this phone’s identity',
      seen: 'identity',
      body: `<p>The phone will ask for a password: it is on the admin’s screen, not here.</p>
${button(`${base}/sec53.mobileconfig`, 'Take the identity')}
<p>Allow it, and in <b>Settings</b> touch <b>Profile Downloaded</b> and <b>Install</b> once more. Then come back here.</p>`,
      stuck: identityOnce,
    },
    openStep(
      facts,
      'Safari asks which identity to show: choose the one of this phone, and Continue.',
    ),
    {
      title: 'Put the app on the Home Screen',
      seen: 'app',
      body: `<p>In the app in Safari: touch Share, then <b>Add to Home Screen</b>. Open it from there.</p>${drawShare()}
<p>If it asks for a code there: in Safari, under <b>House</b>, <b>This phone</b>, the app shows eight digits to type in.</p>`,
      stuck: 'The icon that the profile brought opens the same app.',
    },
    awayStep(),
  ];
}

function androidSteps(facts: StepFacts): Step[] {
  return [
    {
      title: 'Take the hub’s certificate',
      seen: 'root',
      body: `${button('/sec53-ca.crt', 'Take the certificate')}
<p>In <b>Settings</b>, look for <b>Install a certificate</b>, choose <b>CA certificate</b>, and the file that was downloaded.
Android warns that this lets the hub’s maker look into connections; the certificate is limited to home names and addresses.</p>`,
    },
    { title: 'See that it is trusted', seen: 'trust', body: '', stuck: trustStuck },
    {
      title: 'Take this phone’s identity',
      seen: 'identity',
      body: `<p>Android will ask for a password: it is on the admin’s screen.</p>${button(`${facts.base}/sec53.p12`, 'Take the identity')}
<p>Open the file, and choose <b>VPN &amp; app user certificate</b>.</p>`,
      stuck: identityOnce,
    },
    openStep(facts, 'Chrome asks for a certificate: choose the one of this phone.'),
    {
      title: 'Put the app on the home screen',
      seen: 'app',
      body: '<p>In Chrome’s menu: <b>Add to home screen</b>, <b>Install</b>. Open it from there.</p>',
    },
    awayStep(),
  ];
}
