import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

/** Each rule: files, and what they must not import (a path from the root, or a package). */
const forbidden: [files: RegExp, imports: RegExp, unless?: RegExp][] = [
  [/^server\/protocol\.ts$/, /./],
  // What decides is handed values; it knows no store, no library with effects and no clock.
  [
    /^server\/alarm\/(transition|arming|tripping|way-out|heard|moves|decide|incident|alerting|campaign|send-alert|report-to|caps|blockers|replay-rules|passed-words|judge-limits|temperature|tell-temperature|alarm-[a-z]+|alerting-state)\.ts$(?<!alarm-memory\.ts)/,
    /^(node:|server\/(state|http|history|gpio)\/|[a-z@])/,
    /^server\/(alarm|protocol)/,
  ],
  [
    /^server\/sensors\/(reading|samples|line-filter|health|household[a-z-]*|random)\.ts$/,
    /^(node:|[a-z@])/,
    /^server\/(sensors|protocol|time-zone|state\/levels)/,
  ],
  [
    /^server\/(plans\/schedule|alarm\/chime|clock-doubt|correct-times)\.ts$/,
    /^(node:|server\/|[a-z@])/,
    /^server\/(alarm\/(alarm-(state|rules)|alerting-state)|protocol|time-zone|clock)\.ts$/,
  ],
  [
    /^server\/notify\/(report-)?messages\.ts$/,
    /./,
    /^server\/(alarm\/(alarm-[a-z]+|alerting-state)|notify\/(gsm7|messages))/,
  ],
  // What decides over things that move is handed values, as the alarm is.
  [
    /^server\/outputs\/(garage-door|door-state|guest-hours|siren-until)\.ts$/,
    /./,
    /^server\/(protocol|alarm\/alarm-state|outputs\/door-state)\.ts$/,
  ],
  // Only the hub and its routes know what moves; nothing that decides waits for it.
  [
    /^server\/(alarm|sensors|notify|plans|people|watch|state|history|config)\//,
    /^server\/outputs\//,
  ],
  [/^server\/notify\/gsm7\.ts$/, /./],
  [/^server\/watch\/(silence|words)\.ts$/, /./, /^server\/watch\/(forms|silence)/],
  // Only what drives a modem starts programs for a message.
  [/^server\/notify\/(?!sms\/)/, /^node:child_process$/],
  [
    /^server\/notify\/push-(endpoint|outcome|payload)\.ts$/,
    /./,
    /^server\/(protocol|notify\/(bounded-post|push))\.ts/,
  ],
  // What drives lines knows no more of the hub than its words for what goes wrong.
  [/^server\/gpio\//, /^server\//, /^server\/(gpio\/|errors\.ts|log\.ts|config\/config\.ts)/],
  [/^server\/gpio\/(?!gpiod-(child|tools)\.ts)/, /^node:child_process$/],
  // A thermometer is read by whoever was handed the way to.
  [/^server\/(?!main\.ts)/, /^server\/gpio\/w1\.ts$/],
  [/^scripts\/legacy\/(read-dump|draft-config)\.ts$/, /./, /^scripts\/legacy\//],
  [/^scripts\/backup\/(sealed-file|parts)\.ts$/, /^(server|pki)\//, /^server\/errors/],
  [/^server\/service-manager\.ts$/, /^server\//, /^server\/(errors|log|state\/disk-trouble)\.ts$/],
  // An adapter imports its one library; nobody else does.
  [/^(?!server\/notify\/web-push\.ts)/, /^web-push$/],
  [/^(?!server\/notify\/queue\.ts)/, /^better-queue$/],
  [/^(?!server\/gpio\/onoff\.ts)/, /^onoff$/],
  [/^(?!server\/history\/(mysql-hosts|open-mysql)\.ts)(?!scripts\/bench)(?!test\/)/, /^mysql2/],
  [
    /^(?!server\/(state\/(open-state|read-only|state|folder-lock)|history\/open-sqlite)\.ts)(?!server\/history\/sqlite-worker)(?!scripts\/(bench|backup\/copy-state))(?!test\/)/,
    /^better-sqlite3$/,
  ],
  [/^(?!pki\/)/, /^node-forge$/],
  [/^(?!server\/http\/)/, /^(koa|@koa)/],
  [/^server\/(?!http\/|hub\.ts)/, /^server\/http\/(?!setup)/],
  [/^server\/(?!main\.ts)/, /^server\/hub\.ts$/],
  // What runs inside the virtual machine has no test runner there.
  [/^test\/kernel\/guest\//, /^vitest$|^test\/kernel\/(?!guest\/)/],
  [/^(?!scripts\/|test\/)/, /^scripts\//],
  // Whoever only looks must not be able to migrate, lock or make anything.
  [
    /^scripts\/doctor/,
    /^server\/(hub|main|state\/(folder-lock|make-folder)|history\/open-|config\/(replace-file|config-file))/,
  ],
  [/^client\/data\//, /^client\/(views|components)\//],
  [/^(server|pki)\//, /^(client|test)\//],
];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.m?ts$|\.mjs$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
}

it('no file imports what its room must not know', () => {
  const broken: string[] = [];
  for (const file of ['server', 'client', 'pki', 'scripts', 'test'].flatMap(sources)) {
    const text = readFileSync(file, 'utf8');
    for (const [, what = '', dynamic = ''] of text.matchAll(
      /^(?:import|export)\b[^;]*?from '([^']+)'|import\('([^']+)'\)/gm,
    )) {
      const named = what || dynamic;
      const target = named.startsWith('.') ? relative('.', join(dirname(file), named)) : named;
      for (const [files, imports, unless] of forbidden) {
        if (files.test(file) && imports.test(target) && !unless?.test(target))
          broken.push(`${file} -> ${target}`);
      }
    }
    const values = [...text.matchAll(/^import (?!type)[^;]*?from '[./]*server\/[^']+'/gm)];
    if (file.startsWith('client/') && values.length > 0)
      broken.push(`${file} -> values of the server`);
    if (/^server\/(?!main\.ts)/.test(file) && /\bprocess\.(env|argv|exit|on)\b/.test(text))
      broken.push(`${file} touches process`);
  }
  expect(broken).toEqual([]);
});
