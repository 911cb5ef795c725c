// The sample sessions: who shops, with what, and what happens.
import { devices } from "playwright";

const desktop = { viewport: { width: 1280, height: 800 } };
const laptop = { viewport: { width: 1440, height: 820 } };

async function fillAddress(shopper, { name, email, street, town, country }) {
  await shopper.type("[name=name]", name);
  await shopper.type("[name=email]", email);
  await shopper.type("[name=street]", street);
  if (town !== undefined) await shopper.type("[name=town]", town);
  await shopper.choose("[name=country]", country);
}

async function checkout(shopper) {
  await shopper.look();
  await shopper.scroll(480);
  await shopper.scroll(-480);
  await shopper.choose("#order", "by price");
  await shopper.type("#search", "lamp");
  await shopper.moveTo(".card:nth-child(3)");
  await shopper.click(".card:nth-child(2)");
  await shopper.click("input[value=gift]");
  await shopper.click("#add");
  await shopper.click("summary");
  await shopper.click(".basket");
  await shopper.click("[aria-label='One more']");
  await shopper.click(".row .primary");
  await fillAddress(shopper, {
    name: "Ines Moreira",
    email: "ines.moreira@example.com",
    street: "Rua das Flores 12",
    country: "Portugal",
  });
  await shopper.click("form .primary");
  await shopper.type("[name=town]", "Porto");
  await shopper.type("[name=words]", "Please ring twice.");
  await shopper.click("[name=letter]");
  await shopper.click("form .primary");
  await shopper.look(2);
}

async function browse(shopper) {
  await shopper.look();
  await shopper.click("[data-kind=mug]");
  await shopper.click(".card:nth-child(2)");
  await shopper.click("input[value=paper]");
  await shopper.look();
  await shopper.back();
  await shopper.click("[data-kind=plant]");
  await shopper.click(".card:nth-child(3)");
  await shopper.click("#add");
  await shopper.scroll(300);
  await shopper.click(".cards .card");
  await shopper.look();
  await shopper.click(".basket");
  await shopper.click("[aria-label='One less']");
  await shopper.click("main a");
  await shopper.type("#search", "teapot");
  await shopper.look(2);
}

async function frustration(shopper) {
  await shopper.look();
  await shopper.click(".card:nth-child(4)");
  await shopper.click("#remind", 5);
  await shopper.look(2);
  await shopper.click("#remind");
  await shopper.click("#add");
  await shopper.click(".basket");
  await shopper.type("#code", "AUTUMN10");
  await shopper.click("#voucher button");
  await shopper.look();
  await shopper.click("#voucher button", 4);
  await shopper.look(2);
  await shopper.click("#gift", 4);
  await shopper.look(3);
  await shopper.click("nav a");
  await shopper.scroll(600);
  await shopper.look(14);
  await shopper.moveTo(".card:nth-child(7)");
  await shopper.look(2);
}

async function onThePhone(shopper) {
  await shopper.look();
  await shopper.swipe(380);
  await shopper.swipe(420);
  await shopper.swipe(-300);
  await shopper.tap("[data-kind=book]");
  await shopper.tap(".card:nth-child(1)");
  await shopper.swipe(320);
  await shopper.tap("#add");
  await shopper.tap(".basket");
  await shopper.tap("[aria-label='One more']");
  await shopper.tap(".row .primary");
  await shopper.tap("[name=name]");
  await shopper.type("[name=name]", "Aino");
  await shopper.look(2);
}

/**
 * `sdkMajor` is the major of @datadog/browser-rum, `context` goes to Playwright, `user` to the SDK.
 * @type {readonly {name: string, description: string, sdkMajor: number, context: object, user?: object, play: (shopper: object) => Promise<void>}[]}
 */
export const SCENARIOS = [
  {
    name: "checkout-v7",
    description: "Finds a lamp, takes two, forgets one field at the checkout, and orders.",
    sdkMajor: 7,
    context: desktop,
    user: { id: "c-2041", name: "Ines Moreira", email: "ines.moreira@example.com" },
    play: checkout,
  },
  {
    name: "browsing-v6",
    description: "Looks at mugs and ferns, goes back, empties the basket, searches for what is not there.",
    sdkMajor: 6,
    context: laptop,
    user: { id: "c-1187", name: "Jonas Feld", email: "jonas.feld@example.com" },
    play: browse,
  },
  {
    name: "frustration-v7",
    description:
      "Rage clicks on a button that does nothing, a voucher that fails, an exception, a long pause.",
    sdkMajor: 7,
    context: desktop,
    user: { id: "c-3310", email: "sam.okafor@example.com" },
    play: frustration,
  },
  {
    name: "phone-v7",
    description: "On a phone, by touch: scrolls, taps, begins the checkout and leaves.",
    sdkMajor: 7,
    context: devices["Pixel 7"],
    play: onThePhone,
  },
];
