import { button, identityOnce, openStep, type Step, type StepFacts, trustStuck } from './step.ts';

function fileSteps(facts: StepFacts, root: string, identity: string, choose: string): Step[] {
  return [
    {
      title: 'Take the hub’s certificate',
      seen: 'root',
      body: `${button('/sec53-ca.crt', 'Take the certificate')}<p>${root}</p>`,
    },
    { title: 'See that it is trusted', seen: 'trust', body: '', stuck: trustStuck },
    {
      title: 'Take this computer’s identity',
      seen: 'identity',
      body: `<p>It comes with a password, which is on the admin’s screen.</p>${button(`${facts.base}/sec53.p12`, 'Take the identity')}<p>${identity}</p>`,
      stuck: identityOnce,
    },
    openStep(facts, choose),
  ];
}

const firefox =
  'Firefox has its own store: Settings, Privacy &amp; Security, View Certificates; Authorities for this one, Your Certificates for the next.';

export function macSteps(facts: StepFacts): Step[] {
  return fileSteps(
    facts,
    `Open it: Keychain Access adds it. There, open it once more, and under <b>Trust</b> choose <b>Always Trust</b>. ${firefox}`,
    'Open it, and let Keychain Access add it to <b>login</b>.',
    'Safari and Chrome ask which identity to show: choose the one of this Mac.',
  );
}

export function windowsSteps(facts: StepFacts): Step[] {
  return fileSteps(
    facts,
    `Open it, <b>Install Certificate</b>, <b>Current User</b>, and place it in <b>Trusted Root Certification Authorities</b>. ${firefox}`,
    'Open it, <b>Current User</b>, and leave everything as it is proposed.',
    'Edge and Chrome ask for a certificate: choose the one of this computer.',
  );
}

export function linuxSteps(facts: StepFacts): Step[] {
  return fileSteps(
    facts,
    `In Chrome: Settings, Privacy and security, Security, Manage certificates; import it among the authorities, trusted for websites. ${firefox}`,
    'Import it in the same place, among your certificates.',
    'The browser asks for a certificate: choose the one of this computer.',
  );
}
