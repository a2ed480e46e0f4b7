// Old syntax throughout: a Node too old for the other files must still be able to read this one.
'use strict';
var parts = process.versions.node.split('.');
var major = Number(parts[0]);
var minor = Number(parts[1]);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    'sec53 needs Node 20.19 or newer, and this is Node ' +
      process.versions.node +
      ': install a newer one (on Raspberry Pi OS 13 and Debian 13: sudo apt install nodejs npm).',
  );
  process.exit(1);
}
