// Prints what stretching a PIN costs: Argon2id in WebAssembly with the app's parameters, in this Node.js (V8, as in Chromium).
import { performance } from 'node:perf_hooks';
import { argon2id } from 'hash-wasm';

const RUNS = 30;
const cost = { memorySize: 19 * 1024, iterations: 2, parallelism: 1, hashLength: 32, outputType: 'binary' };
const times = [];
for (let run = 0; run < RUNS; run++) {
  const started = performance.now();
  await argon2id({ ...cost, password: `72${String(run).padStart(2, '0')}`, salt: new Uint8Array(16).fill(run) });
  times.push(performance.now() - started);
}
times.sort((one, other) => one - other);
const at = (share) => times[Math.floor(share * (RUNS - 1))].toFixed(0);
console.log(`Argon2id, 19 MiB, 2 passes: median ${at(0.5)} ms, worst ${at(1)} ms of ${RUNS}`);
