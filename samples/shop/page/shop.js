// The shop's pages, changed in place as the address changes.
import { addToBasket, basketCount, emptyBasket, setQuantity } from "./cart.js";
import { productById } from "./catalogue.js";
import * as pages from "./pages.js";

const root = document.querySelector("#shop");
const query = (selector) => root.querySelector(selector);

function frame(main) {
  root.innerHTML = `
    <header><a class="name" href="/">Alder &amp; Ash</a>
      <nav><a href="/">Shop</a><a href="/cart" class="basket">Basket <b id="basket-count">${basketCount()}</b></a></nav>
    </header>
    <main>${main}</main>
    <footer>Alder &amp; Ash is a made-up shop for recordings.</footer>`;
}

function showHome() {
  frame(pages.home());
  const chosen = { kind: "all", words: "", order: "made" };
  const refresh = () => (query("#cards").innerHTML = pages.cards(chosen));
  query("#search").addEventListener("input", ({ target }) => {
    chosen.words = target.value;
    refresh();
  });
  query("#order").addEventListener("change", ({ target }) => {
    chosen.order = target.value;
    refresh();
  });
  query(".kinds").addEventListener("click", ({ target }) => {
    if (target.dataset.kind === undefined) return;
    chosen.kind = target.dataset.kind;
    for (const button of root.querySelectorAll(".kind")) {
      button.setAttribute("aria-pressed", String(button === target));
    }
    refresh();
  });
}

function showProduct(id) {
  frame(pages.productPage(id));
  query("#add").addEventListener("click", () => {
    const quantity = Number(query("#quantity").value);
    addToBasket(id, quantity);
    query("#basket-count").textContent = String(basketCount());
    query("#note").textContent = `${quantity} in the basket. Good choice.`;
  });
  // "Remind me later" was never finished: a click on it does nothing.
}

function showCart() {
  frame(pages.cart());
  query(".lines")?.addEventListener("click", ({ target }) => {
    if (target.dataset.to === undefined) return;
    setQuantity(Number(target.dataset.id), Number(target.dataset.to));
    showCart();
  });
  query("#voucher")?.addEventListener("submit", async (submit) => {
    submit.preventDefault();
    const code = query("#code").value;
    const answer = await fetch("/api/voucher", { method: "POST", body: JSON.stringify({ code }) });
    query("#voucher-note").textContent = answer.ok ? "Thank you." : "Vouchers cannot be used just now.";
    if (!answer.ok) console.error(`voucher ${code} was answered with ${answer.status}`);
  });
  query("#gift")?.addEventListener("click", () => {
    // Throws: there is no such list. A fault on purpose, to be found in the replay.
    window.giftWrappings.first();
  });
}

function showCheckout() {
  frame(pages.checkout());
  query("#address").addEventListener("submit", async (submit) => {
    submit.preventDefault();
    const form = new FormData(submit.target);
    const missing = ["name", "email", "street", "town", "country"].filter((name) => !form.get(name));
    for (const field of submit.target.elements)
      field.toggleAttribute("data-missing", missing.includes(field.name));
    query("#address-note").textContent = missing.length > 0 ? `Please fill in: ${missing.join(", ")}.` : "";
    if (missing.length > 0) return;
    await fetch("/api/order", { method: "POST", body: JSON.stringify(Object.fromEntries(form)) });
    emptyBasket();
    go("/done");
  });
}

function show() {
  const { pathname } = location;
  const id = Number(/^\/product\/(\d+)$/.exec(pathname)?.[1]);
  window.scrollTo(0, 0);
  if (pathname === "/") showHome();
  else if (productById(id)) showProduct(id);
  else if (pathname === "/cart") showCart();
  else if (pathname === "/checkout") showCheckout();
  else frame(pathname === "/done" ? pages.done() : pages.missing());
}

function go(address) {
  history.pushState(null, "", address);
  show();
}

document.addEventListener("click", (click) => {
  const link = click.target.closest("a[href^='/']");
  if (link === null) return;
  click.preventDefault();
  go(link.getAttribute("href"));
});
window.addEventListener("popstate", show);
show();
