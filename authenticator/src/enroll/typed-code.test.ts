import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers } from '../../test/known-answers.ts';
import { fetchActivation } from './typed-code.ts';

const { cases } = knownAnswers<{
  cases: { name: string; code_hex: string; activation: string; lookup_b64u: string; sealed_b64u: string }[];
}>('typed-code');

describe('the activation behind a typed code', () => {
  it.each(cases)('is asked for and opened as the page says: $name', async (known) => {
    const asked: string[] = [];
    const typed = (lookup: string): Promise<string> => {
      asked.push(lookup);
      return Promise.resolve(known.sealed_b64u);
    };
    expect(await fetchActivation({ typed }, fromHex(known.code_hex))).toBe(known.activation);
    expect(asked).toEqual([known.lookup_b64u]);
  });

  it('is not taken from whoever does not know the code', async () => {
    const [mine, other] = cases;
    for (const sealed of [other?.sealed_b64u ?? '', mine?.sealed_b64u.slice(0, -1) ?? '', 'A'.repeat(120), '', '?']) {
      const fetched = fetchActivation({ typed: () => Promise.resolve(sealed) }, fromHex(mine?.code_hex ?? ''));
      await expect(fetched).rejects.toMatchObject({ code: 'server_not_genuine' });
    }
  });
});
