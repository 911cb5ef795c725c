// Keys of blobs: parts of lower-case letters, digits, dots and hyphens with slashes between, each beginning
// with a letter or digit. So a key is a relative path on every file system, also on those that know no
// upper case, can neither leave its folder nor hide in it, and is a valid object name elsewhere.

const KEY = /^[a-z0-9][a-z0-9.-]{0,99}(?:\/[a-z0-9][a-z0-9.-]{0,99}){0,7}$/;
const PREFIX = /^[a-z0-9./-]{0,800}$/;

/** @throws {RangeError} when it is not a key. */
export function assertBlobKey(key: string): void {
  if (!KEY.test(key)) throw new RangeError(`not a blob key: ${JSON.stringify(key.slice(0, 120))}`);
}

/** @throws {RangeError} when no key can begin so. */
export function assertBlobPrefix(prefix: string): void {
  if (!PREFIX.test(prefix))
    throw new RangeError(`not the beginning of a blob key: ${JSON.stringify(prefix.slice(0, 120))}`);
}
