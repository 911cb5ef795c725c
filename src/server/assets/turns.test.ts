import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

const never = new AbortController().signal;

/** Takes turns and tells, by name, who has begun. */
function takers(limits: ConstructorParameters<typeof Turns>[0]) {
  const turns = new Turns(limits);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const take = async (name: string, host: string, signal = never) => {
    ends.set(name, await turns.take(host, signal));
    begun.push(name);
  };
  const end = (name: string) => ends.get(name)?.();
  return { take, end, begun };
}

/** Lets all that can go on go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("so many have a turn at once, of one host and in all; the others follow in order", async () => {
  const { take, end, begun } = takers({ inAll: 3, perHost: 2, waiting: 10 });
  for (const [name, host] of ["a1", "a2", "a3", "b1", "b2", "a4"].map((id) => [id, id.slice(0, 1)] as const))
    void take(name, host);
  await settle();
  expect(begun).toEqual(["a1", "a2", "b1"]);
  end("b1");
  await settle();
  // a3 came before, but its host is busy.
  expect(begun).toEqual(["a1", "a2", "b1", "b2"]);
  end("a1");
  end("a1");
  await settle();
  expect(begun).toEqual(["a1", "a2", "b1", "b2", "a3"]);
  end("b2");
  end("a2");
  await settle();
  expect(begun).toEqual(["a1", "a2", "b1", "b2", "a3", "a4"]);
});

test("who goes away gives up the place in line", async () => {
  const { take, end, begun } = takers({ inAll: 1, perHost: 1, waiting: 10 });
  const gone = new AbortController();
  void take("first", "a");
  const given = take("gone", "a", gone.signal);
  void take("last", "a");
  gone.abort(new Error("gone"));
  await expect(given).rejects.toThrow("gone");
  end("first");
  await settle();
  expect(begun).toEqual(["first", "last"]);
  await expect(take("late", "b", gone.signal)).rejects.toThrow("gone");
});

test("the line has an end", async () => {
  const { take } = takers({ inAll: 1, perHost: 1, waiting: 1 });
  await take("first", "a");
  void take("second", "a");
  await expect(take("third", "b")).rejects.toMatchObject({ status: 429 });
});
