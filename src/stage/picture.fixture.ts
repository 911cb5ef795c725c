import { page as tester } from "vitest/browser";
import type { StageUnderTest } from "./stage-under-test.fixture.ts";

/** Lossy images are near their colours. */
const NEAR = [0, 128, 255];

/** The colours (`red,green,blue`) of a picture of the stage at these points. */
export async function colours(
  stage: StageUnderTest,
  ...points: readonly (readonly [number, number])[]
): Promise<string[]> {
  const base64 = await tester.screenshot({ element: stage.element, base64: true, save: false });
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  if (context === null) throw new Error("no context");
  context.drawImage(image, 0, 0);
  const scale = image.width / stage.element.clientWidth;
  return points.map(([x, y]) => {
    const [red, green, blue] = context.getImageData(Math.round(x * scale), Math.round(y * scale), 1, 1).data;
    return [red, green, blue]
      .map((value) => NEAR.find((near) => Math.abs(near - (value ?? 0)) < 6) ?? value)
      .join();
  });
}
