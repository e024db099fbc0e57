import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { keepLanguage, readLanguage } from './preferred-language.ts';

it('keeps the choice where page and worker find it', async () => {
  const factory = new IDBFactory();
  expect(await readLanguage(factory)).toBe('system');
  await keepLanguage(factory, 'de');
  expect(await readLanguage(factory)).toBe('de');
  await keepLanguage(factory, 'system');
  expect(await readLanguage(factory)).toBe('system');
});

it('goes on where the browser keeps nothing', async () => {
  const refusing = {
    open: () => {
      throw new DOMException('no', 'SecurityError');
    },
  } as unknown as IDBFactory;
  await keepLanguage(refusing, 'de');
  expect(await readLanguage(refusing)).toBe('system');
});
