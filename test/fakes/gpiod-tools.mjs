// libgpiod's tools in both command lines, on lines that are files: `level-17` is what its wire is at, and
// `held-17` who holds it. As strict about arguments as the real ones. Each call is a line of `calls`.
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { GPIOD_FAKE: state = '', GPIOD_VERSION: version = '' } = process.env;
const [tool = '', ...args] = process.argv.slice(2);
const isFirst = version.startsWith('1');
appendFileSync(join(state, 'calls'), `${[tool, ...args].join(' ')}\n`);

const value = { type: 'string' };
const flag = { type: 'boolean' };
const known = isFirst
  ? {
      gpiomon: { bias: value, 'line-buffered': flag, format: value },
      gpioget: { bias: value },
      gpioset: { mode: value, sec: value, usec: value },
    }
  : {
      gpiomon: {
        ...{ bias: value, chip: value, consumer: value, format: value },
        ...{ banner: flag, 'event-clock': value },
      },
      gpioget: { bias: value, chip: value, consumer: value, numeric: flag },
      gpioset: { banner: flag, chip: value, consumer: value, toggle: value },
    };

function fail(words) {
  console.error(`${tool}: ${words}`);
  process.exit(1);
}

function parse() {
  try {
    return parseArgs({ args, options: known[tool] ?? {}, allowPositionals: true });
  } catch (error) {
    fail(error.message);
  }
}

const { values, positionals } = parse();
const read = (name, otherwise) =>
  existsSync(join(state, name)) ? readFileSync(join(state, name), 'utf8').trim() : otherwise;
const chip = isFirst ? positionals.shift() : values.chip;
const consumer = isFirst ? tool : values.consumer;
const [named = ''] = positionals;
const [line = '', level] = named.split('=');

function holderOf() {
  const [who, pid] = read(`held-${line}`, '').split(' ');
  if (!who || !pid) return who || undefined;
  try {
    process.kill(Number(pid), 0);
    return who;
  } catch {
    return undefined;
  }
}

function checkChip() {
  if (chip !== 'gpiochip0') fail('cannot find GPIO chip character device');
  if (read('denied')) fail('unable to open chip: Permission denied');
}

function checkFree() {
  checkChip();
  if (holderOf()) fail('unable to request lines: Device or resource busy');
}

function hold() {
  checkFree();
  writeFileSync(join(state, `held-${line}`), `${consumer} ${process.pid}`);
  process.on('exit', () => rmSync(join(state, `held-${line}`), { force: true }));
  // The real ones print nothing when they are ended.
  process.on('SIGTERM', () => process.exit(isFirst ? 0 : 143));
  if (values.bias) writeFileSync(join(state, `bias-${line}`), values.bias);
}

const drive = to => appendFileSync(join(state, `driven-${line}`), to);

if (tool === 'gpioget') {
  hold();
  console.log(read(`level-${line}`, '0'));
} else if (tool === 'gpiomon') {
  checkFree();
  if (!values.format) fail('the hub needs a format');
  const socket = join(state, `edges-${line}`);
  rmSync(socket, { force: true });
  // Each line of a connection is the time of an edge in nanoseconds and its level.
  createServer(connection => {
    connection.on('data', data => {
      const printed = String(data)
        .trim()
        .split('\n')
        .map(edge => {
          const [ns = '', to] = edge.split(' ');
          const seconds = ns.slice(0, -9) || '0';
          const kind = to === '1' ? '1' : isFirst ? '0' : '2';
          // Version 1 has no leading zeros in its nanoseconds.
          const rest = isFirst ? ` ${Number(ns.slice(-9))}` : `.${ns.slice(-9)}`;
          return `${line} ${kind} ${seconds}${rest}\n`;
        });
      process.stdout.write(printed.join(''), () => connection.end());
    });
  }).listen(socket, () => {
    hold();
    if (values.banner) console.log(`Monitoring line '${line}'...`);
  });
} else if (tool === 'gpioset') {
  if (level !== '0' && level !== '1') fail(`invalid line value: '${named}'`);
  hold();
  drive(level);
  if (values.banner) console.log(`Setting line '${line}'...`);
  if (values.mode === 'exit' || values.toggle === '0') process.exit(0);
  if (values.mode === 'time')
    setTimeout(() => process.exit(0), Number(values.sec) * 1000 + Number(values.usec) / 1000);
  else if (values.toggle) {
    const [ms] = /^(\d+)ms,0$/.exec(values.toggle)?.slice(1) ?? fail('invalid period');
    setTimeout(() => {
      drive(level === '1' ? '0' : '1');
      process.exit(0);
    }, Number(ms));
  } else if (values.mode === 'wait') process.stdin.resume().on('end', () => process.exit(0));
  else if (isFirst) fail('invalid mode');
  else setInterval(() => undefined, 60_000);
}
