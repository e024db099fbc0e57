// What the Maven build checks of the app that it has just built, in the shortest time on two processors: types and lint on
// one, the unit tests on the other; then the screens, which take both. Each part says what it has to say when it is done.
import { spawn } from 'node:child_process';

/** Runs a program and gives whether it went well; what it prints comes in one piece. */
function run(name, program, ...args) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, { shell: process.platform === 'win32' });
    const said = [];
    child.stdout.on('data', (piece) => said.push(piece));
    child.stderr.on('data', (piece) => said.push(piece));
    child.on('error', (failure) => said.push(`${failure.message}\n`));
    child.on('close', (status) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${said.join('')}${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
      resolve(status === 0);
    });
  });
}

/** One after the other, all of them: what a later one finds is worth knowing too. */
async function oneByOne(...parts) {
  const went = [];
  for (const part of parts) {
    went.push(await part());
  }
  return went.every(Boolean);
}

const npm = (script) => () => run(script, 'npm', 'run', '--silent', script);
const beside = await Promise.all([oneByOne(npm('typecheck'), npm('lint')), oneByOne(npm('test'))]);
const screens = await run('screens', 'npx', '--no-install', 'vitest', 'run', '--config', 'vitest.screens.config.ts');
process.exit(beside.every(Boolean) && screens ? 0 : 1);
