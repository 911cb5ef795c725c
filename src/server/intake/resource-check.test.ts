import { expect, test } from "vitest";
import { APPLICATION, jsonPart, openIntake, REPLAY } from "./intake.fixture.ts";

const signal = new AbortController().signal;

const ID = "40x20-cdea74d45efc5f40a6e76cd16b0cde0b62046974854a5a0cf74a8737741cb9a5";

const EVENT = { type: "resource", application: { id: APPLICATION } };

const image = (type = "image/webp", bytes = "RIFF") => new Blob([bytes], { type });

const form = (event: unknown, ...images: readonly (readonly [Blob, string])[]): FormData => {
  const built = new FormData();
  for (const [blob, name] of images) built.append("image", blob, name);
  built.append("event", jsonPart(event));
  return built;
};

test("images are stored under application and file name, several at once too", async () => {
  const { post, store } = await openIntake();
  const upload = form(EVENT, [image(), ID], [image("image/png", "PNG"), "a1b2"]);
  expect(await post(REPLAY, upload)).toEqual({ status: 202, json: {} });
  expect(await store.resources.get(APPLICATION, ID, signal)).toMatchObject({
    contentType: "image/webp",
    bytes: new TextEncoder().encode("RIFF"),
  });
  expect(await store.resources.get(APPLICATION, "a1b2", signal)).toMatchObject({
    contentType: "image/png",
  });
});

test("what is no named raster image of an application is refused, with all that is wrong", async () => {
  const { post, store } = await openIntake();
  const upload = form({ type: "resource" }, [image("image/svg+xml"), "../x"], [image("image/png", ""), ID]);
  expect(await post(REPLAY, upload)).toEqual({
    status: 400,
    json: {
      errors: [
        expect.stringMatching(/^event: application: .*got nothing$/) as unknown,
        expect.stringMatching(/^image 1 of 2: file name: .*got "\.\.\/x"$/) as unknown,
        expect.stringMatching(
          /^image 1 of 2: the type is "image\/svg\+xml"; expected image\/webp, /,
        ) as unknown,
        "image 2 of 2: it has no bytes",
      ],
    },
  });
  expect(await store.resources.get(APPLICATION, ID, signal)).toBeNull();
});
