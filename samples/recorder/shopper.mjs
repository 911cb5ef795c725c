// A person at the shop: moves the pointer along a path, types key by key, and takes time to look.

/** Milliseconds that pass between two keys, and how long a look takes. */
const KEY_DELAY = 70;
const LOOK = 900;

/** Wraps a Playwright page in what a shopper does. */
export function createShopper(page) {
  const look = (times = 1) => page.waitForTimeout(LOOK * times);

  async function moveTo(target) {
    const element = page.locator(target).first();
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    if (box === null) throw new Error(`${target} is not on the page`);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 24 });
    await page.waitForTimeout(180);
  }

  return {
    look,
    moveTo,
    async click(target, times = 1) {
      await moveTo(target);
      for (let i = 0; i < times; i += 1) {
        await page.mouse.down();
        await page.mouse.up();
        await page.waitForTimeout(140);
      }
      await look();
    },
    async tap(target) {
      await page.locator(target).first().tap();
      await look();
    },
    async type(target, text) {
      await moveTo(target);
      await page.locator(target).first().click();
      await page.keyboard.type(text, { delay: KEY_DELAY });
      await look(0.5);
    },
    /** By the keyboard: the SDK records no change of a field that a script makes. */
    async choose(target, label) {
      await moveTo(target);
      await page.locator(target).first().focus();
      await page.keyboard.type(label, { delay: KEY_DELAY });
      await look(0.5);
    },
    async scroll(distance) {
      for (let done = 0; Math.abs(done) < Math.abs(distance); done += Math.sign(distance) * 60) {
        await page.mouse.wheel(0, Math.sign(distance) * 60);
        await page.waitForTimeout(70);
      }
      await look();
    },
    /** A swipe of the page by a finger. */
    async swipe(distance) {
      await page.evaluate((top) => window.scrollBy({ top, behavior: "smooth" }), distance);
      await look(1.4);
    },
    async back() {
      await page.goBack();
      await look();
    },
  };
}
