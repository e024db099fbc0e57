export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** The object that the text holds; null for anything else. */
export function parseObject(text: string | null): JsonObject | null {
  if (text === null) {
    return null;
  }
  try {
    return asObject(JSON.parse(text) as Json);
  } catch {
    return null;
  }
}

export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function asArray(value: Json | undefined): readonly Json[] | null {
  return Array.isArray(value) ? value : null;
}

/** A string of 1 to 512 characters; null for anything else. */
export function asText(value: Json | undefined, maximum = 512): string | null {
  return typeof value === 'string' && value.length > 0 && value.length <= maximum ? value : null;
}

/** Whole seconds since 1970, not negative; null for anything else. */
export function asSeconds(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Whether the object has the required fields and no other than these and the optional ones. */
export function hasExactly(object: JsonObject, required: readonly string[], optional: readonly string[] = []): boolean {
  return (
    required.every((name) => name in object) &&
    Object.keys(object).every((name) => required.includes(name) || optional.includes(name))
  );
}
