import { type Visitor, Walk } from './browser.ts';

/** Opens the app and enrolls a first token by its link. */
export async function enrolled(
  wanted: Parameters<Walk['server']['activation']>[0] = {},
  visitor: Visitor = {},
): Promise<{ readonly walk: Walk; readonly serial: string }> {
  const walk = await Walk.begin(visitor);
  return { walk, serial: await enroll(walk, wanted) };
}

/** Enrolls a token by its link and ends on the list of tokens. */
export async function enroll(walk: Walk, wanted: Parameters<Walk['server']['activation']>[0] = {}): Promise<string> {
  await walk.open(`/enroll#${walk.server.activation(wanted)}`);
  await walk.press('Continue');
  await walk.press('Allow');
  await walk.sees('Your token is ready');
  await walk.press('Show my tokens');
  await walk.sees('Check for requests');
  return [...walk.server.tokens.keys()].at(-1) ?? '';
}
