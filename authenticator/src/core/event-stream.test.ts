import { describe, expect, it } from 'vitest';
import { EventStreamReader } from './event-stream.ts';

describe('an event stream', () => {
  const text = ': hello\r\n\r\nevent: request\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata:x\n\nevent: nothing\n\n';

  it.each([1, 2, 3, 7, 100])('is read from pieces of %i characters', (size) => {
    const reader = new EventStreamReader();
    const events = (text.match(new RegExp(`[^]{1,${String(size)}}`, 'gu')) ?? []).flatMap((piece) =>
      reader.read(piece),
    );
    expect(events).toEqual([
      { event: 'request', data: '{"a":\n1}' },
      { event: 'message', data: 'x' },
    ]);
  });

  it('keeps an unfinished event to itself', () => {
    expect(new EventStreamReader().read('event: request\ndata: 1\n')).toEqual([]);
  });
});
