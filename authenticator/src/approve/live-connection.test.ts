import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceApi } from '../server/device-api.ts';
import { systemClock } from '../platform/clock.ts';
import { LiveConnection } from './live-connection.ts';
import type { Requests } from './requests.ts';

let lines: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>[];
let said: string[];
let connection: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  said = [];
  const requests: Pick<Requests, 'check' | 'checks' | 'setConnection' | 'takeEvent'> = {
    check: () => Promise.resolve(),
    checks: () => Promise.resolve(['check']),
    setConnection: (state) => {
      said.push(state);
    },
    takeEvent: () => Promise.resolve(),
  };
  const api: Pick<DeviceApi, 'stream'> = {
    stream: () =>
      Promise.resolve(
        new ReadableStream<Uint8Array<ArrayBuffer>>({
          start: (line) => {
            lines.push(line);
          },
        }),
      ),
  };
  connection = new LiveConnection(requests as Requests, api as DeviceApi, systemClock);
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

describe('the live line', () => {
  it('is kept while the server says something every 25 seconds', async () => {
    for (let heard = 0; heard < 20; heard++) {
      await vi.advanceTimersByTimeAsync(25_000);
      lines[0]?.enqueue(new TextEncoder().encode(': here\n\n'));
    }
    expect(lines).toHaveLength(1);
    expect(said).toEqual(['connected']);
  });

  it('is given up and made anew when it has been silent for a minute', async () => {
    await vi.advanceTimersByTimeAsync(59_000);
    expect(said).toEqual(['connected']);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(said).toEqual(['connected', 'offline']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(lines).toHaveLength(2);
    expect(said.at(-1)).toBe('connected');
  });
});
