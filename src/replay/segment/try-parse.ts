/** The JSON value of a text; undefined when the text is not one. */
export function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    // Engines that parse recursively refuse deep nesting with a RangeError or an InternalError of their own.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
