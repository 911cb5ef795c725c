// Each page of the shop as the text of its HTML. Everything in it is the shop's own.
import { basket, basketTotal } from "./cart.js";
import { KIND_TITLES, PRODUCTS, money, productById } from "./catalogue.js";
import { picture } from "./picture.js";

const card = (product) => `
  <a class="card" href="/product/${product.id}">
    <span class="card-picture">${picture(product, product.name)}</span>
    <span class="card-name">${product.name}</span>
    <span class="card-price">${money(product.price)}</span>
  </a>`;

/** The cards of the products that fit, or what to do when none does. */
export function cards({ kind, words, order }) {
  const fitting = PRODUCTS.filter(
    (product) =>
      (kind === "all" || product.kind === kind) && product.name.toLowerCase().includes(words.toLowerCase()),
  );
  const sorted = order === "price" ? fitting.toSorted((a, b) => a.price - b.price) : fitting;
  return sorted.length > 0
    ? sorted.map(card).join("")
    : `<p class="nothing">Nothing is called “<b>${words.replaceAll("<", "&lt;")}</b>”. Try “mug” or “lamp”.</p>`;
}

export const home = () => `
  <section class="hero">
    <h1>Plain things, made to last</h1>
    <p>Stoneware, lamps, ferns and paper from small workshops.</p>
  </section>
  <section class="tools">
    <input id="search" type="search" placeholder="Search the shop" aria-label="Search the shop" />
    <div class="kinds" role="group" aria-label="Kinds">
      ${["all", ...Object.keys(KIND_TITLES)]
        .map(
          (kind) =>
            `<button type="button" class="kind" data-kind="${kind}" aria-pressed="${kind === "all"}">${KIND_TITLES[kind] ?? "All"}</button>`,
        )
        .join("")}
    </div>
    <label class="order">Order <select id="order"><option value="made">as made</option><option value="price">by price</option></select></label>
  </section>
  <section class="cards" id="cards">${cards({ kind: "all", words: "", order: "made" })}</section>`;

export function productPage(id) {
  const shown = productById(id);
  return `
  <section class="product">
    <div class="product-picture">${picture(shown, shown.name)}</div>
    <div class="product-words">
      <p class="crumbs"><a href="/">Shop</a> / ${KIND_TITLES[shown.kind]}</p>
      <h1>${shown.name}</h1>
      <p class="price">${money(shown.price)}</p>
      <p>${shown.text}</p>
      <fieldset><legend>Wrapping</legend>
        <label><input type="radio" name="wrapping" value="none" checked /> None</label>
        <label><input type="radio" name="wrapping" value="paper" /> Brown paper</label>
        <label><input type="radio" name="wrapping" value="gift" /> Gift box</label>
      </fieldset>
      <div class="buy">
        <label>How many <input id="quantity" type="number" min="1" max="9" value="1" /></label>
        <button type="button" class="primary" id="add">Add to basket</button>
        <button type="button" class="quiet" id="remind">Remind me later</button>
      </div>
      <p class="note" id="note" role="status"></p>
      <details><summary>Care and delivery</summary><p>Wipe with a damp cloth. Leaves the workshop within two days, in paper and straw.</p></details>
    </div>
  </section>
  <section><h2>Also from this workshop</h2><div class="cards few">${PRODUCTS.filter(
    (other) => other.kind === shown.kind && other.id !== id,
  )
    .map(card)
    .join("")}</div></section>`;
}

const line = ({ product: { id, kind, colour, name, price }, quantity }) => `
  <tr><td class="line-picture">${picture({ id, kind, colour }, name)}</td><td><a href="/product/${id}">${name}</a></td>
  <td><button type="button" class="step" data-id="${id}" data-to="${quantity - 1}" aria-label="One less">−</button>
  <span class="count">${quantity}</span>
  <button type="button" class="step" data-id="${id}" data-to="${quantity + 1}" aria-label="One more">+</button></td>
  <td class="sum">${money(price * quantity)}</td></tr>`;

export function cart() {
  const lines = basket();
  if (lines.length === 0)
    return `<section class="empty"><h1>Your basket is empty</h1><p><a href="/">Back to the shop</a></p></section>`;
  return `
  <section><h1>Your basket</h1>
    <table class="lines"><tbody>${lines.map(line).join("")}</tbody></table>
    <form class="voucher" id="voucher"><label>Voucher <input id="code" placeholder="AUTUMN10" /></label><button type="submit">Use it</button><span class="note bad" id="voucher-note" role="status"></span></form>
    <p class="total">Total <b>${money(basketTotal())}</b></p>
    <p class="row"><button type="button" class="quiet" id="gift">Send as a gift</button><a class="primary" href="/checkout">To the checkout</a></p>
  </section>`;
}

export const checkout = () => `
  <section><h1>Checkout</h1>
    <form class="address" id="address" novalidate>
      <label>Name <input name="name" autocomplete="off" /></label>
      <label>E-mail <input name="email" type="email" autocomplete="off" /></label>
      <label class="wide">Street <input name="street" autocomplete="off" /></label>
      <label>Town <input name="town" autocomplete="off" /></label>
      <label>Country <select name="country"><option value="">Please choose</option><option>Austria</option><option>Finland</option><option>Portugal</option></select></label>
      <label class="wide">A word to the workshop <textarea name="words" rows="3"></textarea></label>
      <label class="check wide"><input type="checkbox" name="letter" /> Tell me about new things, four times a year</label>
      <p class="note bad wide" id="address-note" role="alert"></p>
      <p class="total wide">Total <b>${money(basketTotal())}</b></p>
      <button type="submit" class="primary wide">Pay and order</button>
    </form>
  </section>`;

export const done = () => `
  <section class="empty"><h1>Thank you</h1><p>Your order is on its way to the workshop. We wrote to you what happens next.</p><p><a href="/">Back to the shop</a></p></section>`;

export const missing = () =>
  `<section class="empty"><h1>No such page</h1><p><a href="/">Back to the shop</a></p></section>`;
