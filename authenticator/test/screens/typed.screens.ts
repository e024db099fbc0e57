import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

describe('an activation without camera and clipboard', () => {
  it('is typed as sixteen characters, however they are written', async () => {
    walk = await Walk.begin();
    walk.server.activation();
    await walk.open('/#add');
    const field = walk.page.getByLabel('Activation string or link');
    await field.fill('0000 0000 0000 0000');
    await walk.press('Continue');
    await walk.sees(/does not know these 16 characters/);
    const found = await walk.look('02-add-typed-unknown');
    const code = walk.server.typedCode().toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    await field.fill(` ${code.slice(0, 4)}-${code.slice(4, 8)} ${code.slice(8, 12)} - ${code.slice(12)}`);
    await walk.press('Continue');
    await walk.sees('Name your token');
    const compared = walk.server.comparisonCode();
    await walk.sees(`${compared.slice(0, 3)} ${compared.slice(3)}`);
    await walk.press('Continue');
    await walk.press('Allow');
    await walk.sees('Your token is ready');
    expect(walk.server.calls.slice(0, 3)).toEqual(['enroll/typed', 'enroll/typed', 'enroll/begin']);
    expect(found).toEqual([]);
    expect(walk.complaints.filter((complaint) => !complaint.includes('403'))).toEqual([]);
  });
});
